"""Every document the rules cite, once each. How sure we are stands at each citation."""

from dangjianyun.law.cite import Statute

PARTY_CONSTITUTION = Statute("中国共产党章程", "中国共产党全国代表大会")
BRANCH_REGULATIONS = Statute("中国共产党支部工作条例（试行）", "中共中央")
ELECTION_REGULATIONS = Statute("中国共产党基层组织选举工作条例", "中共中央")
MEMBER_REGULATIONS = Statute("中国共产党党员教育管理工作条例", "中共中央")
LOCAL_PRACTICE = Statute("各地党支部组织生活通行做法", "各地党委组织部门")
CREDIT_CODE_STANDARD = Statute(
    "法人和其他组织统一社会信用代码编码规则",
    "国家质检总局、国家标准委",
    "GB 32100-2015",
)
ORGANIZATION_CODE_STANDARD = Statute(
    "全国组织机构代码编制规则", "国家质量技术监督局", "GB 11714-1997"
)
IDENTITY_NUMBER_STANDARD = Statute("公民身份号码", "国家质量技术监督局", "GB 11643-1999")
NINGBO_REPORT_2021 = Statute("宁波市社会组织党建工作报道（2021年）", "宁波市")
HOUSE_RULES = Statute("社会组织党建云约定", "本系统")
