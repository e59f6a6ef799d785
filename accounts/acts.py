"""Every business act of the product by its code, with the name that users read in buttons, journal and filters.

The codes are those of scenario files; who may do which is declared in matrix.yaml, which must name exactly these.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

TICKETS: dict[str, Any] = {
    "report_fault": _("报修登记"),
    "correct_site": _("更正现场"),
    "correct": _("更正登记"),
    "set_due": _("设定到场期限"),
    "dispatch": _("派工"),
    "accept": _("接单"),
    "decline": _("退回派工"),
    "appoint": _("预约"),
    "arrive": _("到场打卡"),
    "resolve_remotely": _("远程解决"),
    "accept_arrival": _("认定到场时间"),
    "escalate": _("上报技质部"),
    "answer_escalation": _("答复上报"),
    "cancel": _("取消工单"),
    "link_duplicate": _("关联重复报修"),
    "hand_to_office": _("转办事处"),
    "office_done": _("办事处完成"),
    "instruct": _("技质部批示"),
    "start_work": _("开始维修"),
    "judge_cause": _("判定原因"),
    "follow_up": _("回访"),
    "close_unreachable": _("无法回访关闭"),
    "record_ex_factory": _("登记出厂日期"),
    "log_enquiry": _("登记咨询"),
    "answer_enquiry": _("答复咨询"),
    "file_complaint": _("登记投诉"),
    "verify_complaint": _("核实投诉"),
}
WARRANTY: dict[str, Any] = {
    "submit_report": _("提交异常报告"),
    "accept_report": _("受理异常报告"),
    "refuse_report": _("不予受理"),
    "request_parts": _("发件申请"),
    "change_lines": _("修改申请明细"),
    "apply_fee": _("申请现场服务费"),
    "request_purchase": _("申请急需购件"),
    "settle_purchase": _("核销购件"),
    "judge": _("判定责任"),
    "approve": _("批准"),
    "reject": _("驳回"),
    "issue_claim": _("开具三包单"),
    "sign_claim": _("责任部门签字"),
    "refuse_claim": _("责任部门拒签"),
    "draw_parts": _("领料"),
    "hand_over": _("交运"),
    "ship": _("发运"),
    "inform_engineer": _("通知服务人员"),
    "receive_parts": _("收件"),
    "exempt_return": _("免返旧件"),
    "return_part": _("旧件入库"),
    "inspect_part": _("旧件检验"),
}
FIELDSERVICE: dict[str, Any] = {
    "save_draft": _("保存服务卡草稿"),
    "sign_card": _("服务卡签字"),
    "receive_card": _("接收服务卡"),
    "send_daily_report": _("上报每日行踪"),
    "verify_daily_report": _("核实每日行踪"),
    "call_engineer": _("联系服务人员"),
    "call_back": _("回电"),
    "order_departure": _("下达出发指令"),
    "depart": _("出发"),
    "ask_return": _("申请返厂"),
    "allow_return": _("批准返厂"),
    "deny_return": _("不批准返厂"),
    "return_to_factory": _("返厂"),
    "report_back": _("返厂报到"),
    "call_home": _("召回"),
    "take_leave": _("安排休假"),
    "record_training": _("登记培训"),
    "visit_customer": _("主动回访"),
    "submit_month": _("提交月度资料"),
    "mark_summary": _("评定工作总结"),
    "score_month": _("部门打分"),
    "close_month": _("月度结账"),
    "reopen_month": _("重开月份"),
    "revoke_void": _("撤销作废"),
}
PENALTIES: dict[str, Any] = {
    "record_incident": _("登记违规事实"),
    "amend_incident": _("补充违规事实"),
    "file_proof": _("提交书面证明"),
    "decide_proof": _("裁定书面证明"),
    "confirm_penalty": _("确认考核"),
    "waive_penalty": _("免除考核"),
    "revoke_penalty": _("撤销考核"),
    "appeal": _("申诉"),
    "decide_appeal": _("裁定申诉"),
    "publish_bulletin": _("发布服务通报"),
    "settle": _("月度结算"),
}
RULEBOOK: dict[str, Any] = {
    "draft_rulebook": _("起草制度版本"),
    "edit_rulebook": _("修改制度版本"),
    "publish_rulebook": _("发布制度版本"),
}
HOUSE: dict[str, Any] = {
    "init_company": _("设立公司"),
    "hire": _("新增人员"),
    "edit_person": _("修改人员资料"),
    "import_people": _("导入人员"),
    "deactivate": _("停用账号"),
    "assign_role": _("任命岗位"),
    "end_role": _("免去岗位"),
    "set_password": _("重置密码"),
    "change_password": _("修改本人密码"),
    "delegate": _("授权代理"),
    "appoint_deputy": _("指定代理人"),
    "revoke_delegation": _("收回授权"),
    "reinstate": _("恢复上岗"),
    "import_base": _("导入客户与设备"),
    "add_customer": _("新增客户"),
    "edit_customer": _("修改客户"),
    "classify_customer": _("评定客户等级"),
    "add_machine": _("新增设备"),
    "edit_machine": _("修改设备"),
    "reveal_phone": _("查看完整电话"),
    "export": _("导出数据"),
    "verify_journal": _("核验操作记录"),
    "ask_personal_data": _("申请个人信息副本或删除"),
    "decide_personal_data": _("审批个人信息申请"),
    "carry_out_personal_data": _("执行个人信息申请"),
}
AREAS: dict[Any, dict[str, Any]] = {
    _("工单"): TICKETS,
    _("三包"): WARRANTY,
    _("现场服务"): FIELDSERVICE,
    _("考核"): PENALTIES,
    _("制度"): RULEBOOK,
    _("人员与资料"): HOUSE,
}
ACTS: dict[str, Any] = {code: name for area in AREAS.values() for code, name in area.items()}


def label(act: str) -> str:
    """The name of an act; what is no business act (a sweep's step, say) stands under its own code."""
    return str(ACTS.get(act, act))
