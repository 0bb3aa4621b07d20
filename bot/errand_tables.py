"""Which errand does what a flow asks of the house: the tables of all subjects, one after the other."""

from bot.contact import CONTACT
from bot.coordination_errands import COORDINATION
from bot.errands import ERRANDS, Errand
from bot.group_errands import GROUPS
from bot.holiday_errands import HOLIDAYS
from bot.register_errands import REGISTER
from bot.rights import RIGHTS
from bot.template_errands import TEMPLATES
from flows.effects import Effect

ALL_ERRANDS = (ERRANDS, RIGHTS, COORDINATION, REGISTER, GROUPS, HOLIDAYS, CONTACT, TEMPLATES)


def errand_for(effect: Effect) -> Errand | None:
    return next((each[type(effect)] for each in ALL_ERRANDS if type(effect) in each), None)
