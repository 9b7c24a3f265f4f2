"""Word lists: trades, forms of organizations, fancy names."""

from dangjianyun.registry.models import Category


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


BUSINESS = _words(
    "电子商务 建筑业 快递 互联网 物业管理 模具 注塑机 文具 家电 汽车零部件 紧固件 "
    "轴承 气动元件 服装 针织 水产流通 餐饮 旅游饭店 美发美容 装饰装修 房地产中介 "
    "人力资源 会展 跨境电商 港口物流 道路运输 船舶代理 货运代理 石油化工 新材料 "
    "软件 集成电路 光伏 节能环保 食品 茶叶流通 粮食 印刷 广告 拍卖 典当 小额贷款 "
    "融资担保 保险代理 资产评估 招标投标 工程造价 勘察设计 市政园林 安全防范 消防 "
    "特种设备 计量 检验检测 电镀 铸造 不锈钢 塑料 泵阀 工艺品 眼镜 钟表 珠宝首饰 "
    "五金 灯具 厨具 家具 木材 二手车 汽车维修 驾驶培训 家政服务 洗染 摄影 婚庆 "
    "民宿 旅行社 农家乐 药品零售 医疗器械 民营医院 互联网 电子商务 软件 数字经济 直播 "
    "快递 快运 即时配送 网约车 出租汽车 母婴护理 人力资源 物业管理"
)
MEDICAL = _words("护理院 康复医院 中医门诊部 口腔医院 体检中心")
TRAINING = _words(
    "职业培训学校 艺术培训学校 外语培训学校 科技培训学校 音乐培训学校 美术培训学校 书法培训学校"
)
ASSOCIATIONS = {
    Category.CULTURE: _words(
        "书法家协会 美术家协会 摄影协会 老年书画协会 戏剧协会 民间文艺协会 诗词学会 "
        "音乐协会 舞蹈协会 越剧爱好者协会 非遗保护协会 文化促进会"
    ),
    Category.SPORTS: _words(
        "乒乓球协会 羽毛球协会 太极拳协会 门球协会 游泳协会 围棋协会 登山协会 "
        "自行车运动协会 龙舟协会 篮球协会 信鸽协会 老年体育协会"
    ),
    Category.WELFARE: _words(
        "志愿者协会 慈善义工协会 老年协会 残疾人互助协会 社会工作者协会 "
        "红十字志愿服务队 关爱未成年人协会 双拥志愿者协会 邻里互助协会"
    ),
    Category.RURAL: _words(
        "水稻产业协会 蔬菜产业协会 葡萄产业协会 杨梅产业协会 蜜梨产业协会 茶叶协会 "
        "水产养殖协会 农机服务协会 花木协会 畜牧兽医协会 农民专业合作协会"
    ),
    Category.SCIENCE: _words(
        "科普志愿者协会 护理学会 中医药学会 数学学会 气象学会 工程师协会 青少年科技协会"
    ),
    Category.EDUCATION: _words("教育学会 幼儿教育协会 家庭教育促进会 民办教育协会 教师发展促进会"),
    Category.HEALTH: _words("医院协会 健康促进会 口腔医学会 预防保健协会 心理卫生协会"),
    Category.PROFESSION: _words(
        "会计协会 人民调解员协会 女企业家协会 青年创业者协会 统计学会 导游协会"
    ),
    Category.LAW: _words("法学会 普法志愿者协会 法律援助促进会"),
    Category.ECOLOGY: _words("环境保护协会 护河志愿者协会 垃圾分类促进会 野生动物保护协会"),
    Category.OTHER: _words("同乡联谊会 退役军人联谊会 校友会 新乡贤联谊会 侨界联谊会"),
    Category.INTERNATIONAL: _words("对外友好交流协会 国际贸易促进协会"),
}
INSTITUTIONS = {
    Category.EDUCATION: (*_words("幼儿园 老年学堂 民办学校 托育园"), *TRAINING),
    Category.WELFARE: _words(
        "养老服务中心 居家养老服务站 社会工作服务中心 社区社会组织服务中心 残疾人之家 "
        "公益服务中心 慈善驿站 志愿服务中心 矛盾调解服务中心 社区发展中心 助老服务社 "
        "儿童关爱服务中心"
    ),
    Category.HEALTH: (*MEDICAL, *_words("健康促进中心 心理健康服务中心")),
    Category.CULTURE: _words("文化服务中心 书画院 民俗馆 艺术团 阅读推广中心 非遗传习所"),
    Category.SPORTS: _words("体育俱乐部 健身俱乐部 足球俱乐部 游泳俱乐部 武术馆 棋院"),
    Category.SCIENCE: _words("产业技术研究院 科普服务中心 技术转移中心 创新服务中心"),
    Category.PROFESSION: _words("职业技能评价中心 人才服务中心 创业服务中心"),
    Category.LAW: _words("法律服务中心 人民调解中心"),
    Category.ECOLOGY: _words("环保服务中心 生态文明促进中心"),
    Category.RURAL: _words("农技服务中心 乡村振兴服务中心"),
    Category.OTHER: _words("居民服务中心 平安服务中心 邻里中心"),
}
FOUNDATIONS = _words("公益基金会 教育基金会 慈善基金会 乡贤基金会 医疗救助基金会")
FANCY = _words(
    "晨光 同心 向阳 银杏 春风 和风 清泉 满天星 蒲公英 木槿 海棠 青禾 知行 弘毅 "
    "博爱 惠民 益家 暖阳 童心 启航 远帆 明德 尚善 康宁 安澜 乐活 家和 友邻 新语 "
    "百草 小草 蓝湾 红帆 金穗 绿洲 书香 悦心 爱邻 众和 乐善 长青 松鹤 夕阳红 "
    "金色年华 小螺号 阳光 新苗 望海"
)
