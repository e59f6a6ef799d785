"""Why an act was refused: one code for machines, one sentence for people.

The codes are those of scenario files (`refused: wrong_state`). A refused act leaves no trace: it is raised
inside the act's transaction, which is rolled back with it.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _


class ActError(Exception):
    """Base of all refusals; `message` is shown to the user, `status` is the HTTP answer, `details` feeds forms."""

    code = "refused"
    status = 400
    message: Any = _("操作未被接受")

    def __init__(self, message: Any = None, *, details: Mapping[str, Any] | None = None) -> None:
        if message is not None:
            self.message = message
        self.details = dict(details or {})
        super().__init__(str(self.message))

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(ActError):
    code = "not_allowed"
    status = 403
    message = _("您的岗位不能执行此操作")


class OwnCase(ActError):
    code = "own_case"
    status = 403
    message = _("不能审批或裁决与本人有关的事项")


class NotFound(ActError):
    code = "not_found"
    status = 404
    message = _("没有找到该记录")


class WrongState(ActError):
    code = "wrong_state"
    status = 409
    message = _("当前状态不能执行此操作，可能已经处理过，请刷新后查看")


class Incomplete(ActError):
    """Something required is empty; `details` maps field names to what is missing."""

    code = "incomplete"
    status = 422
    message = _("内容不完整")


class OutOfRange(ActError):
    code = "out_of_range"
    status = 422
    message = _("数值超出允许范围")


class TooLate(ActError):
    code = "too_late"
    status = 422
    message = _("已超过规定期限")


class NotAssignable(ActError):
    code = "not_assignable"
    status = 422
    message = _("该服务人员目前不能派工")


class FileRefused(ActError):
    """An upload that is not kept; the message says how to mend it."""

    code = "file_refused"
    status = 422
    message = _("只能上传 JPG、PNG、WEBP 图片或 PDF 文件")


class NotBuilt(ActError):
    """A verb or page of a later release: says so, and never pretends to have worked."""

    code = "not_built"
    status = 501
    message = _("该功能尚未提供")


def require(**fields: Any) -> None:
    """Raise Incomplete naming every given field that is None, blank or an empty collection.

    A field may be given as `(value, label)` to name it to the user in his language.
    """
    missing = {}
    for name, given in fields.items():
        value, label = given if isinstance(given, tuple) else (given, name)
        if value is None or (isinstance(value, str) and not value.strip()) or value in ([], {}):
            missing[name] = _("请填写%(label)s") % {"label": label}
    if missing:
        labels = "；".join(str(text) for text in missing.values())
        raise Incomplete(labels, details=missing)
