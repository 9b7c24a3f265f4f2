"""Which organizations are of the trade of a trade committee: by the words of their names."""

from dangjianyun.demo.words import MEDICAL, TRAINING

WORDS = {
    "互联网": ("互联网", "电子商务", "软件", "数字经济", "直播"),
    "建筑业": ("建筑业", "装饰装修", "勘察设计", "市政园林", "工程造价", "招标投标"),
    "快递业": ("快递", "快运", "即时配送"),
    "民营医院": ("民营医院", *MEDICAL),
    "物业服务": ("物业管理", "房地产中介"),
    "律师": ("法律服务", "法律援助", "法学会"),
    "注册会计师": ("会计协会", "资产评估"),
    "人力资源服务": ("人力资源", "职业技能评价", "人才服务"),
    "港航物流": ("港口物流", "船舶代理", "货运代理", "道路运输"),
    "民办教育": ("民办教育", *TRAINING),
    "网约车": ("网约车", "出租汽车"),
    "跨境电商": ("跨境电商",),
    "家政服务": ("家政服务", "母婴护理"),
}


def trade_of(name: str) -> str:
    """The trade of an organization; empty where no committee's trade is its own."""
    for trade, words in WORDS.items():
        if any(word in name for word in words):
            return trade
    return ""
