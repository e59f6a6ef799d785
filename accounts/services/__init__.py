"""Acts on people, their roles and the company."""

from accounts.services.attempts import forget_attempts, right_password, take_attempt
from accounts.services.company import found_company, open_department, open_office
from accounts.services.consent import consent_to_position
from accounts.services.delegation import appoint_deputy, delegate, revoke_delegation
from accounts.services.passwords import change_password, set_password
from accounts.services.people import deactivate, edit_person, hire
from accounts.services.people_import import StaffReport, import_people
from accounts.services.post import put_back_on_post, record_absence, shorten_absence, take_off_post
from accounts.services.roles import assign_role, end_role

__all__ = [
    "StaffReport",
    "appoint_deputy",
    "assign_role",
    "change_password",
    "consent_to_position",
    "deactivate",
    "delegate",
    "edit_person",
    "end_role",
    "forget_attempts",
    "found_company",
    "hire",
    "import_people",
    "open_department",
    "open_office",
    "put_back_on_post",
    "record_absence",
    "revoke_delegation",
    "right_password",
    "set_password",
    "shorten_absence",
    "take_attempt",
    "take_off_post",
]
