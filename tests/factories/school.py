"""The institution: documents, agencies, staff, criteria."""

import uuid
from datetime import date

import factory
from factory.django import DjangoModelFactory

from school import models
from tests.factories.base import PersonFactory, first_day, last_day, place_name


class InstitutionFactory(DjangoModelFactory):
    """The one row there is: a second call gives the same."""

    class Meta:
        model = models.Institution
        django_get_or_create = ["id"]

    id = 1
    name = "Trường Chính trị tỉnh Lương Giang"
    short_name = "TCT Lương Giang"
    superior = "Tỉnh ủy Lương Giang"
    place = "Lương Giang"
    document_code = "TCT"


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = models.Document

    number = factory.Sequence(lambda n: f"{n + 1}-QĐ/TW")
    issuer = "Ban Bí thư"
    issued_on = date(2021, 5, 19)
    kind = models.DocumentKind.REGULATION
    title = "Quy định về trường chính trị chuẩn"
    valid_from = factory.SelfAttribute("issued_on")


class DocumentReplacementFactory(DjangoModelFactory):
    class Meta:
        model = models.DocumentReplacement

    document = factory.SubFactory(DocumentFactory, issued_on=date(2024, 5, 10))
    replaced = factory.SubFactory(DocumentFactory, issued_on=date(2018, 8, 8))


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = models.Source

    title = factory.Sequence(lambda n: f"Trường Chính trị tổng kết công tác năm, kỳ {n + 1}")
    publisher = "Báo Lương Giang"
    published_on = date(2023, 11, 17)
    event = "Hội nghị tổng kết năm 2023"


class DeclaredFactFactory(DjangoModelFactory):
    class Meta:
        model = models.DeclaredFact

    year = 2023
    source = factory.SubFactory(SourceFactory)
    stated_on = date(2023, 11, 16)
    subject = models.FactSubject.KEY_TASKS_DONE
    value = 3


class AgencyFactory(DjangoModelFactory):
    """An agency; `AgencyFactory(group=True)` is a group of them."""

    class Meta:
        model = models.Agency

    class Params:
        group = factory.Trait(
            kind=models.AgencyKind.GROUP, name=factory.Sequence(lambda n: f"Đảng ủy các xã, nhóm {n + 1}")
        )

    kind = models.AgencyKind.PARTY
    name = factory.Sequence(lambda n: f"Đảng ủy xã {place_name(n)}")


class AgencyNameFactory(DjangoModelFactory):
    class Meta:
        model = models.AgencyName

    agency = factory.SubFactory(AgencyFactory)
    kind = models.AgencyNameKind.ALIAS
    name = factory.Sequence(lambda n: f"ĐU {place_name(n)}")


class AgencySuccessionFactory(DjangoModelFactory):
    class Meta:
        model = models.AgencySuccession

    predecessor = factory.SubFactory(AgencyFactory, valid_to=date(2025, 6, 30))
    successor = factory.SubFactory(AgencyFactory, valid_from=date(2025, 7, 1))
    happened_on = date(2025, 7, 1)
    kind = models.SuccessionKind.MERGED


class AgencyMembershipFactory(DjangoModelFactory):
    class Meta:
        model = models.AgencyMembership

    group = factory.SubFactory(AgencyFactory, group=True)
    agency = factory.SubFactory(AgencyFactory)


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Department

    name = factory.Sequence(lambda n: f"Khoa Lý luận cơ sở {n + 1}")
    short_name = factory.Sequence(lambda n: f"Khoa LLCS {n + 1}")
    teaches = True


class StaffFactory(PersonFactory):
    class Meta:
        model = models.Staff


class StaffEmploymentFactory(DjangoModelFactory):
    class Meta:
        model = models.StaffEmployment

    staff = factory.SubFactory(StaffFactory)
    kind = models.EmploymentKind.LECTURER
    valid_from = date(2015, 9, 1)


class StaffPostingFactory(DjangoModelFactory):
    class Meta:
        model = models.StaffPosting

    staff = factory.SubFactory(StaffFactory)
    department = factory.SubFactory(DepartmentFactory)
    position = "Phó Trưởng khoa"
    valid_from = date(2015, 9, 1)


class QualificationFactory(DjangoModelFactory):
    """`awarded` may be a PartialDate."""

    class Meta:
        model = models.Qualification

    class Params:
        awarded = date(2016, 6, 20)

    staff = factory.SubFactory(StaffFactory)
    kind = models.QualificationKind.DEGREE
    level = models.QualificationLevel.MASTER
    awarded_from = first_day("awarded")
    awarded_to = last_day("awarded")
    number = factory.Sequence(lambda n: f"A{n:06d}")
    issuer = "Học viện Chính trị quốc gia Hồ Chí Minh"


class FrameworkFactory(DjangoModelFactory):
    class Meta:
        model = models.Framework

    code = factory.Sequence(lambda n: f"KHUNG-{n + 1}")
    name = "Tiêu chí trường chính trị chuẩn"
    document = factory.SubFactory(DocumentFactory)
    valid_from = date(2021, 5, 19)


class FrameworkLevelFactory(DjangoModelFactory):
    class Meta:
        model = models.FrameworkLevel

    framework = factory.SubFactory(FrameworkFactory)
    level = 1
    official_total = 55


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = models.Criterion

    framework = factory.SubFactory(FrameworkFactory)
    code = factory.Sequence(lambda n: str(n + 1))
    name = "Đội ngũ cán bộ, viên chức"
    order = factory.Sequence(lambda n: n)


class IndicatorFactory(DjangoModelFactory):
    """A computed indicator; `IndicatorFactory(attested=True)` is one that somebody answers for."""

    class Meta:
        model = models.Indicator

    class Params:
        attested = factory.Trait(kind=models.IndicatorKind.ATTESTED, measure="", unit="")

    criterion = factory.SubFactory(CriterionFactory)
    code = factory.Sequence(lambda n: f"2.{n + 1}")
    text = "Tỷ lệ giảng viên có trình độ thạc sĩ trở lên"
    kind = models.IndicatorKind.RATIO
    measure = "lecturer_master_share"
    unit = "%"
    order = factory.Sequence(lambda n: n)


class ThresholdFactory(DjangoModelFactory):
    class Meta:
        model = models.Threshold

    indicator = factory.SubFactory(IndicatorFactory)
    level = 1
    at_least = 90


class AttestationFactory(DjangoModelFactory):
    class Meta:
        model = models.Attestation

    indicator = factory.SubFactory(IndicatorFactory, attested=True)
    level = 1
    met = True
    attested_on = date(2024, 6, 28)
    attested_by = "Trần Thị Kim Hạnh"


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = models.Evidence

    title = "Quy chế chi tiêu nội bộ năm 2024"
    document = factory.SubFactory(DocumentFactory)
    added_on = date(2024, 3, 4)


class EvidenceUseFactory(DjangoModelFactory):
    class Meta:
        model = models.EvidenceUse

    evidence = factory.SubFactory(EvidenceFactory)
    indicator = factory.SubFactory(IndicatorFactory, attested=True)


class CriteriaTaskFactory(DjangoModelFactory):
    class Meta:
        model = models.CriteriaTask

    indicator = factory.SubFactory(IndicatorFactory)
    level = 1
    owner = factory.SubFactory(DepartmentFactory)
    due_on = date(2024, 7, 31)


class ListExportFactory(DjangoModelFactory):
    class Meta:
        model = models.ListExport

    exported_by = factory.SubFactory("tests.factories.portal.UserFactory")
    register = "Đơn vị"
    rows = 12


class FormSubmissionFactory(DjangoModelFactory):
    class Meta:
        model = models.FormSubmission

    token = factory.LazyFunction(uuid.uuid4)
    location = "/don-vi/1/"
