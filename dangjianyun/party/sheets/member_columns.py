"""The columns of members."""

from dangjianyun.foundation.sheets import Column

COLUMNS = (
    Column(
        "党员编号",
        "number",
        "code",
        longest=20,
        note="本系统的编号；新党员不填。",
        aliases=("编号",),
        example="",
    ),
    Column(
        "姓名",
        "name",
        required=True,
        is_name=True,
        longest=60,
        aliases=("党员姓名",),
        example="测试甲",
    ),
    Column(
        "公民身份号码",
        "identity",
        "identity",
        mask="identity",
        note="新党员必填，单元格格式须为“文本”。",
        aliases=("身份证号", "身份证号码", "居民身份证号", "身份号码"),
        example="",
    ),
    Column(
        "联系电话",
        "phone",
        "phone",
        mask="phone",
        aliases=("电话", "手机", "手机号", "手机号码"),
        example="19900000001",
    ),
    Column(
        "党组织编号",
        "unit",
        "code",
        required=True,
        longest=20,
        note="组织关系所在的党支部；与原来不同就是转接组织关系。",
        aliases=("所在党组织编号", "所在支部编号"),
        example="DZ330203-9001",
    ),
    Column(
        "入党日期", "joined_on", "day", required=True, aliases=("入党时间",), example="2010-07-01"
    ),
    Column(
        "转正日期",
        "full_on",
        "day",
        note="预备党员留空。",
        aliases=("转正时间",),
        example="2011-07-01",
    ),
    Column(
        "组织关系起始日期",
        "since",
        "day",
        note="组织关系从哪一天起在这个党组织；不填就是导入当天。",
        aliases=("组织关系转入日期", "转入日期"),
        example="2020-05-01",
    ),
    Column(
        "工作单位统一社会信用代码",
        "organization",
        "code",
        longest=18,
        note="在社会组织任职的填写。",
        aliases=("工作单位代码", "所在单位统一社会信用代码"),
        example="52330203MJ00000017",
    ),
    Column(
        "是否专职", "is_full_time", "yes_no", note="不填就是专职。", aliases=("专职",), example="是"
    ),
    Column("职务", "title", longest=60, aliases=("行政职务",), example="干事"),
    Column(
        "到岗日期",
        "post_since",
        "day",
        note="不填按组织关系起始日期；已有的党员，工作单位不变而日期不同就是更正。",
        example="2020-05-01",
    ),
    Column(
        "变更日期",
        "changed_on",
        "day",
        note="已有的党员，组织关系或工作单位从哪一天起改变；不填就是导入当天。",
        is_exported=False,
        example="",
    ),
)
