"""People learning."""

from datetime import date
from hashlib import sha256

import factory
from factory.django import DjangoModelFactory

from enrollment import models
from enrollment.domain.merging import merge_learners
from enrollment.models import ChangeVerb
from tests.factories.base import PersonFactory, first_day, last_day
from tests.factories.courses import CourseClassFactory
from tests.factories.school import AgencyFactory

INTO_A_CLASS = (ChangeVerb.ENTER, ChangeVerb.TRANSFER)
WITHOUT_REASON = (ChangeVerb.ENTER, ChangeVerb.COMPLETE)


class LearnerFactory(PersonFactory):
    """`born` and `joined_party` may be PartialDates."""

    class Meta:
        model = models.Learner

    class Params:
        joined_party = date(2012, 2, 3)

    joined_party_from = first_day("joined_party")
    joined_party_to = last_day("joined_party")


class IdentityFactory(DjangoModelFactory):
    class Meta:
        model = models.Identity

    learner = factory.SubFactory(LearnerFactory)
    kind = models.IdentityKind.CITIZEN
    number = factory.Sequence(lambda n: f"001185{n:06d}")


class PostingFactory(DjangoModelFactory):
    class Meta:
        model = models.Posting

    learner = factory.SubFactory(LearnerFactory)
    agency = factory.SubFactory(AgencyFactory)
    position = "Phó Trưởng ban"
    valid_from = date(2020, 7, 1)


class SuccessionEntryFactory(DjangoModelFactory):
    class Meta:
        model = models.SuccessionEntry

    learner = factory.SubFactory(LearnerFactory)
    position = "Trưởng phòng Nội vụ"
    term = "2025-2030"
    valid_from = date(2024, 10, 1)


class EnrolmentFactory(DjangoModelFactory):
    """A lượt from the opening of its class, with its stay there and its entry in the ledger.

    `stay=None, entry=None` leaves them out.
    """

    class Meta:
        model = models.Enrolment
        skip_postgeneration_save = True

    learner = factory.SubFactory(LearnerFactory)
    first_class = factory.SubFactory(CourseClassFactory)
    entered_on = factory.SelfAttribute("first_class.opened_from")
    agency = factory.SubFactory(AgencyFactory)
    position = "Chuyên viên"

    stay = factory.RelatedFactory("tests.factories.enrollment.ClassStayFactory", "enrolment")
    entry = factory.RelatedFactory("tests.factories.enrollment.EnrolmentChangeFactory", "enrolment")


class ClassStayFactory(DjangoModelFactory):
    class Meta:
        model = models.ClassStay

    enrolment = factory.SubFactory(EnrolmentFactory, stay=None)
    course_class = factory.SelfAttribute("enrolment.first_class")
    started_on = factory.SelfAttribute("enrolment.entered_on")


class EnrolmentChangeFactory(DjangoModelFactory):
    """The entry; any other verb gets a reason, and a transfer a class to go to."""

    class Meta:
        model = models.EnrolmentChange

    enrolment = factory.SubFactory(EnrolmentFactory, entry=None)
    verb = ChangeVerb.ENTER
    effective_on = factory.SelfAttribute("enrolment.entered_on")
    reason = factory.LazyAttribute(lambda c: "" if c.verb in WITHOUT_REASON else "Theo nguyện vọng cá nhân")
    to_class = factory.LazyAttribute(lambda c: c.enrolment.first_class if c.verb in INTO_A_CLASS else None)


class RosterConfirmationFactory(DjangoModelFactory):
    class Meta:
        model = models.RosterConfirmation

    course_class = factory.SubFactory(CourseClassFactory)
    confirmed_on = factory.SelfAttribute("course_class.opened_to")


class LearnerMergeFactory(DjangoModelFactory):
    """Through the domain: the ledger's line and what it says agree. `by` is whoever merged."""

    class Meta:
        model = models.LearnerMerge

    kept = factory.SubFactory(LearnerFactory)
    given_up = factory.SubFactory(LearnerFactory, full_name=factory.SelfAttribute("..kept.full_name"))
    by = None
    reason = "Một người nhập hai lần"

    @classmethod
    def _create(cls, model_class, *args, **fields):
        return merge_learners(**fields)


class RosterImportFactory(DjangoModelFactory):
    """A draft of a list of two people, for a class."""

    class Meta:
        model = models.RosterImport

    course_class = factory.SubFactory(CourseClassFactory)
    file_name = factory.Sequence(lambda n: f"danh sách {n}.csv")
    data = "Họ và tên;Năm sinh;Đơn vị\nNguyễn Văn An;1975;Sở Nội vụ\nLê Thị Bình;1980;Sở Nội vụ\n".encode()
    sha256 = factory.LazyAttribute(lambda received: sha256(received.data).hexdigest())


class ImportRowFactory(DjangoModelFactory):
    class Meta:
        model = models.ImportRow

    roster_import = factory.SubFactory(RosterImportFactory)
    row = factory.Sequence(lambda n: n + 2)
    outcome = models.RowOutcome.CREATED
    learner = factory.SubFactory(LearnerFactory)


class HeaderMeaningFactory(DjangoModelFactory):
    class Meta:
        model = models.HeaderMeaning

    agency = factory.SubFactory(AgencyFactory)
    header = factory.Sequence(lambda n: f"quy danh {n}")
    meaning = "full_name"
