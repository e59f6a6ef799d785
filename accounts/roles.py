"""The roles of the regulation (domain part D) and those of the installation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    GENERAL_MANAGER = "general_manager", _("总经理")
    DEPT_HEAD = "dept_head", _("技质部长")
    SERVICE_SUPERVISOR = "service_supervisor", _("服务主管")
    QUALITY_SERVICE_SUPERVISOR = "quality_service_supervisor", _("质量服务主管")
    LIAISON = "liaison", _("客户联络员")
    STATISTICIAN = "statistician", _("综合统计员")
    CLERK = "clerk", _("内勤人员")
    FIELD_ENGINEER = "field_engineer", _("服务人员")
    SALESPERSON = "salesperson", _("业务员")
    LOSS_DEPARTMENT_REVIEWER = "loss_department_reviewer", _("责任部门审核人")
    WAREHOUSE_KEEPER = "warehouse_keeper", _("库房")
    FREIGHT_DISPATCHER = "freight_dispatcher", _("发运班")
    INSPECTOR = "inspector", _("质检员")
    OFFICE_HEAD = "office_head", _("办事处主任")
    SALES_DIRECTOR = "sales_director", _("销售总监")
    FINANCE = "finance", _("财务")
    ADMINISTRATOR = "administrator", _("系统管理员")
    AUDITOR = "auditor", _("审计员")


# Who decides in place of a role that is itself a target of the case (regulation X6).
NEXT_HIGHER: dict[str, str] = {
    Role.CLERK: Role.DEPT_HEAD,
    Role.SERVICE_SUPERVISOR: Role.DEPT_HEAD,
    Role.QUALITY_SERVICE_SUPERVISOR: Role.DEPT_HEAD,
    Role.DEPT_HEAD: Role.GENERAL_MANAGER,
}
