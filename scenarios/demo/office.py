"""What reaches the office by telephone: questions, complaints, and who could not be reached (8.2, 8.5, 9.7)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from fieldservice import services as fieldservice
from judgement.models import Proposal
from penalties import services as penalties
from scenarios.demo.pictures import photo
from scenarios.demo.story import Story
from tickets import services as tickets
from tickets.models import Complaint, Enquiry

Tell = Callable[[], Story]
# Hours ago, caller, telephone, question, answer, and how many hours later (0: at once, None: not yet).
ENQUIRIES: tuple[tuple[float, str, str, str, str, float | None], ...] = (
    (2, "重庆江北金属材料有限公司 王工", "13896100021", "年度保养的配件包含哪些？", "含滤芯、密封件和两次上门，清单已发短信", 0),
    (5, "成都锦江精密制造有限责任公司 何主任", "13896100023", "主轴运行噪声多少分贝算正常？", "空载 75 分贝以内，超出请报修", 0),
    (7, "长沙星沙汽车零部件有限公司 唐经理", "13896100027", "ZK-35 能否加装自动上料机，报价多少？", "", None),
    (16, "宝鸡凤翔铸造厂 魏工", "13896108801", "出厂五年的设备还能买到控制系统主板吗？", "", None),
    (61, "贵阳白云铝业有限公司 田科长", "13896108802", "想把操作培训安排在下月，怎么申请？", "", None),
    (30, "重庆涪陵化工集团 蒋工", "13896100028", "备用齿轮油泵的型号与交期？", "CB-16，现货，三天内到", 5),
    (75, "西安高陵重型装备制造厂 秦师傅", "13896100026", "保修期从哪天算起？", "自出厂之日起十八个月，含到货安装时间", 0),
    (120, "湖北宜昌清江水电设备有限公司 邓科长", "13896100025", "液压油换成国产牌号可以吗？", "可以，须为 46 号抗磨，换油后首月查滤芯", 21),
    (170, "襄阳樊城食品有限公司 郝厂长", "13896108803", "搬迁设备要不要原厂到场？", "建议原厂拆装，否则精度不在三包内", 46),
    (260, "重庆永川机械加工厂 刘厂长", "13896100022", "旧机能否以旧换新？", "销售科已回电说明政策", 9),
)  # fmt: skip
# Hours ago, who, whether he answered.
CALLS = (
    (400, "xie", True), (250, "nima", False), (249.7, "nima", False), (249.5, "nima", False), (247, "nima", True),
    (160, "zhang", False), (71, "peng", False), (70.8, "peng", False), (3.2, "zhao", False), (0.3, "luo", False),
)  # fmt: skip
RANG_BACK = ((159.6, "zhang"), (70.4, "peng"))


def enquiries(tell: Tell) -> list[Story]:
    return [_asked(tell(), *given) for given in ENQUIRIES]


def _asked(story: Story, ago: float, caller: str, phone: str, question: str, answer: str, later: float | None) -> Story:
    story.at(-ago, lambda now: tickets.log_enquiry(
        caller=caller, phone=phone, question=question, answered=later == 0, answer=answer if later == 0 else "",
        actor=story.people["liaison"], now=now))  # fmt: skip
    if not later:
        return story
    return story.at(later - ago, lambda now: tickets.answer_enquiry(
        enquiry=Enquiry.objects.get(question=question), answer=answer, actor=story.people["liaison2"],
        now=now))  # fmt: skip


def calls(tell: Tell) -> list[Story]:
    """One is being looked for now, one rang back too late, others in time."""
    story = tell()
    for ago, who, answered in CALLS:
        _called(story, ago, who, answered=answered)
    for ago, who in RANG_BACK:
        _rang_back(story, ago, who)
    return [story]


def _called(story: Story, ago: float, who: str, *, answered: bool) -> Story:
    return story.at(-ago, lambda now: fieldservice.call_engineer(
        engineer=story.people[who], answered=answered, actor=story.people["liaison"], now=now))  # fmt: skip


def _rang_back(story: Story, ago: float, who: str) -> Story:
    return story.at(-ago, lambda now: fieldservice.call_back(actor=story.people[who], now=now))


def complaints(tell: Tell) -> list[Story]:
    """Just in and major; verified with what follows; not the service's fault; the general manager's; answered."""
    return [
        _filed(tell(), 9, "设备修了三次仍漏油，影响交货，要求换人处理", ["deng"], major=True),
        _proven(tell()),
        _decided(_filed(tell(), 210, "师傅答应两点到，四点才到", ["wang"]), 190, "head", caused=False,
                 finding="暴雨封路，已提前电话告知用户"),
        _decided(_filed(tell(), 50, "保修内仍要求用户垫付运费", ["zhao"], addressee="general_manager"), 26, "gm",
                 caused=True, finding="未按 6.9 先申请，自行让用户垫付"),
        _filed(tell(), 30, "电话里态度不好，问题没有讲清楚", ["yuan"]),
    ]  # fmt: skip


def _proven(story: Story) -> Story:
    """Verified, fined within the range of the clause, published to everybody, and the user answered."""
    _decided(_filed(story, 330, "未经同意拆走防护罩，走时没有装回", ["nima"]), 300, "head", caused=True,
             finding="照片与用户说法一致，本人承认")  # fmt: skip
    story.at(-290, lambda now: penalties.confirm_penalty(
        proposal=_first("9.12", story, "nima"), amount=Decimal(300), actor=story.people["head"], now=now))  # fmt: skip
    story.at(-288, lambda now: penalties.publish_bulletin(
        title="关于拆装防护罩的服务通报", clause="9.12", persons=[story.people["nima"]], complaint=_of(story),
        text="拆下的防护罩必须当场装回并请用户查看。未装回就离场的，按 9.12 考核并通报。", actor=story.people["head"],
        now=now))  # fmt: skip
    return story.at(-270, lambda now: tickets.close_complaint(
        complaint=_of(story), answer="防护罩已由班长上门装好，并向用户道歉", actor=story.people["liaison"], now=now))  # fmt: skip


def _filed(
    story: Story, ago: float, content: str, persons: list[str], *, addressee: str = "tech_quality", major: bool = False
) -> Story:
    def do(now: datetime) -> None:
        found = tickets.file_complaint(
            addressee=addressee, content=content, major=major, persons=[story.people[name] for name in persons],
            complainant="设备科", phone="13896100023", received_at=now - timedelta(minutes=12), files=photo(content),
            actor=story.people["liaison"], now=now,
        )  # fmt: skip
        story.kept["complaint"] = found.pk

    return story.at(-ago, do)


def _of(story: Story) -> Complaint:
    return Complaint.objects.get(pk=story.kept["complaint"])


def _decided(story: Story, ago: float, by: str, *, caused: bool, finding: str) -> Story:
    return story.at(-ago, lambda now: tickets.verify_complaint(
        complaint=_of(story), service_caused=caused, finding=finding, actor=story.people[by], now=now))  # fmt: skip


def _first(clause: str, story: Story, who: str) -> Proposal:
    return Proposal.objects.filter(clause=clause, charged_to=story.people[who], state="proposed").earliest("pk")


ALL = (enquiries, calls, complaints)
