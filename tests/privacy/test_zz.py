import importlib.util, sys, pytest
spec=importlib.util.spec_from_file_location("can","tests/privacy/test_canaries.py"); m=importlib.util.module_from_spec(spec); sys.modules["can"]=m; spec.loader.exec_module(m)
planted=m.planted
def test_x(planted):
    for who in ("ward","assistant"):
        for purpose, c in m.comes(planted, who)[:1]:
            a=c.get("/patients/possible-needs/"); t=a.content.decode()
            print(who,purpose,a.status_code, m.CANARIES["aside"] in t, a.context and (a.context.get("found"), a.context.get("aside"), a.context.get("none_used")))
            a=c.get(f"/patients/{planted.patient}/forms/visit/"); t=a.content.decode()
            i=t.find('q-line'); print(a.status_code, t[i-100:i+300])
            a=c.get(f"/patients/{planted.patient}/forms/"); t=a.content.decode(); print("draft" in t, m.CANARIES["answer"] in t)
            for q in ("?when=off","?when=mine",""):
                print(q, m.CANARIES["put off"] in c.get("/due/"+q).content.decode())
    from lindra.forms.models import Draft
    print(Draft.objects.values())
