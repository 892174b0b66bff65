"""Made-up holders of certificates: nobody's names, with regions that are given out and right check digits."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from app.adapters.region_codes import region_codes
from app.domain.recognition import CertificateDocument
from app.domain.resident_id import check_character

_FAMILY_NAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹"
    "熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_DOUBLE_NAMES = ("欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟")
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华玉珍建国志海燕晓红梅鑫宇浩然子轩梓涵思远文博雨桐欣怡嘉琪俊熙佳宁泽昊天睿诗雅晨曦云飞"
    "峰岩松柏清泉瑞雪春生秋实永昌德福景行知微守正怀瑾如玉若兰一鸣"
)
_NATIONS = ("汉",) * 12 + ("回", "满", "壮", "苗", "维吾尔", "土家", "蒙古", "朝鲜")
_STREETS = (
    "建设",
    "人民",
    "解放",
    "中山",
    "文化",
    "和平",
    "胜利",
    "新华",
    "光明",
    "朝阳",
    "学府",
    "滨河",
    "迎宾",
    "工业",
)
_ESTATES = ("花园", "小区", "家园", "新村", "公寓", "锦苑")
_FIRST = ("星", "云", "海", "博", "恒", "瑞", "启", "昌", "嘉", "宏", "卓", "鼎", "安", "华", "和", "润", "远", "蓝")
_SECOND = ("禾", "泽", "达", "信", "通", "创", "诚", "景", "航", "川", "源", "聚", "辰", "维", "纳", "森")
_TRADES = (
    "网络科技",
    "信息技术",
    "商贸",
    "文化传媒",
    "电子商务",
    "软件",
    "餐饮管理",
    "物流",
    "建筑工程",
    "教育咨询",
    "生物科技",
)
_TYPES = (
    "有限责任公司",
    "有限责任公司(自然人独资)",
    "有限责任公司(自然人投资或控股)",
    "股份有限公司(非上市)",
    "其他有限责任公司",
)
_AMOUNTS = ("壹佰万", "伍拾万", "叁佰万", "伍佰万", "壹仟万", "贰仟万", "壹拾万", "捌佰捌拾万", "伍仟万")
_ACTIVITIES = (
    "计算机软硬件的技术开发",
    "技术咨询",
    "技术服务",
    "网络工程设计",
    "电子产品销售",
    "日用百货零售",
    "广告设计、制作、代理、发布",
    "会议及展览服务",
    "企业管理咨询",
    "货物进出口",
    "办公设备租赁",
    "信息系统集成服务",
    "食品经营",
    "道路货物运输",
)
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Card:
    """One certificate: what is printed, by the names of the fields."""

    document: CertificateDocument
    layout: str
    fields: dict[str, str]


class Holders:
    """Draws holders from a seed."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)
        self._regions = region_codes()
        self._districts = [code for code in self._regions.names if not code.endswith("00") and code[2:4] != "90"]

    def card(self, document: CertificateDocument) -> Card:
        """Draw a certificate."""
        match document:
            case CertificateDocument.RESIDENT_ID_FRONT:
                return Card(document, "card", self._front())
            case CertificateDocument.RESIDENT_ID_BACK:
                return Card(document, "card", self._back())
            case CertificateDocument.BUSINESS_LICENSE:
                return Card(document, self._draw.choice(("two_columns", "one_column")), self._licence())

    def person_name(self) -> str:
        """Draw a name."""
        family = self._draw.choice(_DOUBLE_NAMES) if self._draw.random() < 0.04 else self._draw.choice(_FAMILY_NAMES)
        return family + "".join(self._draw.choice(_GIVEN) for _ in range(self._draw.choice((1, 2, 2, 2))))

    def _front(self) -> dict[str, str]:
        region, born = self._draw.choice(self._districts), self._day(date(1955, 1, 1), date(2006, 12, 31))
        order = self._draw.randrange(1, 1000)
        first = f"{region}{born:%Y%m%d}{order:03d}"
        return {
            "name": self.person_name(),
            "sex": "男" if order % 2 else "女",
            "nation": self._draw.choice(_NATIONS),
            "birth": born.isoformat(),
            "address": self._address(region),
            "number": first + check_character(first),
        }

    def _back(self) -> dict[str, str]:
        region, begins = self._draw.choice(self._districts), self._day(date(2012, 1, 1), date(2025, 6, 30))
        years = self._draw.choice((5, 10, 20, 20, None))
        ends = begins.replace(year=begins.year + years, day=min(begins.day, 28)) if years else None
        return {
            "authority": f"{self._regions.name_of(region)}公安局",
            "valid_from": begins.isoformat(),
            "valid_to": ends.isoformat() if ends else "长期",
        }

    def _licence(self) -> dict[str, str]:
        region, founded = self._draw.choice(self._districts), self._day(date(1998, 1, 1), date(2025, 6, 30))
        city = self._regions.name_of(region[:4] + "00") or ""
        place = city.removesuffix("市") if city.endswith("市") and city != "市辖区" else self._regions.name_of(region)
        ends = None if self._draw.random() < 0.5 else founded.replace(year=founded.year + 30, day=min(founded.day, 28))
        trade, count = self._draw.choice(_TRADES), self._draw.randrange(3, 9)
        name = f"{place}{self._draw.choice(_FIRST)}{self._draw.choice(_SECOND)}{trade}有限公司"
        return {
            "name": name,
            "unified_social_credit_code": self._credit_code(region),
            "type": self._draw.choice(_TYPES),
            "legal_representative": self.person_name(),
            "capital": f"{self._draw.choice(_AMOUNTS)}元整",
            "established_on": founded.isoformat(),
            "valid_from": founded.isoformat(),
            "valid_to": ends.isoformat() if ends else "长期",
            "address": self._address(region),
            "scope": "；".join(self._draw.sample(_ACTIVITIES, count)) + "。",
        }

    def _address(self, region: str) -> str:
        street, estate = self._draw.choice(_STREETS), self._draw.choice(_ESTATES)
        start = f"{self._regions.full_name_of(region)}{street}路{self._draw.randrange(1, 400)}号"
        building, room = self._draw.randrange(1, 30), self._draw.randrange(101, 2899)
        return start if self._draw.random() < 0.3 else f"{start}{street}{estate}{building}号楼{room}室"

    def _credit_code(self, region: str) -> str:
        body = "".join(self._draw.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(8))
        total = sum(weight * int(one, 36) for weight, one in zip(_ORGANISATION_WEIGHTS, body, strict=True))
        first = f"{self._draw.choice(('91', '91', '92', '93'))}{region}{body}{'0123456789X'[-total % 11]}"
        worth = sum(_CREDIT.index(one) * pow(3, place, 31) for place, one in enumerate(first))
        return first + _CREDIT[-worth % 31]

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self._draw.randrange((last - first).days))
