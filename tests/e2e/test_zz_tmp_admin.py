import pytest
from django.test import Client
from portal.models import Role
from tests.factories import *
from tests import factories
def test_x(transactional_db, page, context, live_server):
    c = Client(); c.force_login(UserFactory(role=Role.ADMIN))
    context.add_cookies([{"name":"sessionid","value":c.cookies["sessionid"].value,"url":live_server.url}])
    heard=[]
    page.on("console", lambda m: heard.append((page.url, m.text, m.location)) if m.type in {"error","warning"} else None)
    page.on("pageerror", lambda e: heard.append((page.url, str(e))))
    e=EnrolmentFactory(); s=StaffFactory(); u=UserFactory(); a=AgencyFactory(); 
    P=live_server.url+"/quan-tri/"
    for x in ["", "school/", "school/staff/","school/staff/add/",f"school/staff/{s.pk}/change/",f"enrollment/enrolment/{e.pk}/change/",f"enrollment/enrolment/{e.pk}/delete/",f"enrollment/enrolment/{e.pk}/history/",f"portal/user/{u.pk}/change/",f"portal/user/{u.pk}/password/","portal/user/add/","password_change/","school/agency/",f"school/agency/{a.pk}/change/","enrollment/enrolmentchange/"]:
        page.goto(P+x); page.wait_for_timeout(200)
    page.goto(P+f"enrollment/enrolment/{e.pk}/change/")
    for sel in page.locator(".select2-selection").all()[:2]:
        sel.click(); page.wait_for_timeout(300); page.keyboard.press("Escape")
    page.locator(".datetimeshortcuts a").nth(1).click(); page.wait_for_timeout(200)
    page.locator(".add-row a").first.click(); page.wait_for_timeout(200)
    import pprint; pprint.pprint(heard)
    assert 0
