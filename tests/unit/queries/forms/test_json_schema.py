"""The JSON Schema of a merged form is valid, and takes exactly the values that can be split."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from oncegraph.queries.forms.distribution import BadValues, mapping_of, split
from oncegraph.queries.forms.json_schema import json_schema
from oncegraph.queries.records import Records
from oncegraph.schema.form_mapping import FormMapping
from oncegraph.schema.merged_form import MergedForm
from tests.support.examples.forms import (
    any_value,
    form_rows,
    merge_forms,
    merge_one_field,
    situation_codes,
    theme_form,
    values_of,
)
from tests.support.examples.sample_city import sample_records
from tests.support.hypothesis_settings import bounded
from tests.support.language import speaking


@pytest.fixture(scope="module")
def restaurant() -> MergedForm:
    records = sample_records()
    return theme_form(records, "ZT0002")


def test_the_restaurant(restaurant: MergedForm) -> None:
    schema = json.loads(json.dumps(json_schema(restaurant, "开办餐饮店"), ensure_ascii=False))
    Draft202012Validator.check_schema(schema)
    assert list(schema["properties"]) == [entry.entry for entry in restaurant.entries]
    assert [name for group in schema["x-groups"] for name in group["entries"]] == list(schema["properties"])
    phone = schema["properties"]["ZD000005"]
    assert (phone["readOnly"], phone["x-fills"][0]["source_name"]) == (True, "统一身份认证平台")
    address = schema["properties"]["ZD000011"]  # filled in some situations only
    assert "readOnly" not in address and len(address["x-fills"]) == 2
    assert (address["title"], {each["label"] for each in address["x-origins"]}) == (
        "经营场所地址",
        {"经营场所", "地址"},
    )
    assert "ZD000008" not in schema["required"] and "ZD000001" in schema["required"]
    assert "由 6 张申请表合并：57 项减为 32 项" in schema["description"]


def test_texts_are_in_the_language_of_the_moment(restaurant: MergedForm) -> None:
    with speaking("en"):
        schema = json_schema(restaurant, "Restaurant")
    assert schema["x-groups"][0]["title"] == "Applicant"
    assert schema["properties"]["ZD000037.2"]["title"] == "建筑面积 (平方米，整数)"


def test_what_has_no_control_is_text_and_offers_no_choice() -> None:
    field = json_schema(merge_one_field({"code_list": "1=甲；2=乙"}, {}), "x")["properties"]["F"]
    assert field["type"] == "string" and not {"enum", "x-titles"} & field.keys()


@bounded(40)
@given(st.integers(0, 2**32), st.data())
def test_it_takes_what_can_be_split_and_nothing_else(seed: int, data: st.DataObject) -> None:
    records = Records(form_rows(seed))
    form = merge_forms(records, situation_codes(records))
    mapping = mapping_of(form)
    validator = Draft202012Validator(json_schema(form, "x") | {"required": []})
    values = {entry.entry: data.draw(values_of(entry)) for entry in mapping.entries if data.draw(st.booleans())}
    assert validator.is_valid(values)
    values[mapping.entries[0].entry] = data.draw(any_value)
    assert validator.is_valid(values) == can_be_split(mapping, values)


def can_be_split(mapping: FormMapping, values: dict) -> bool:
    try:
        split(mapping, values)
    except BadValues:
        return False
    return True


def test_the_mapping_has_a_schema_of_its_own(restaurant: MergedForm) -> None:
    document = json.loads(mapping_of(restaurant).model_dump_json())
    schema = FormMapping.model_json_schema()
    Draft202012Validator.check_schema(schema)
    assert Draft202012Validator(schema).is_valid(document)
    assert not Draft202012Validator(schema).is_valid(document | {"version": 2})
    assert (document["kind"], document["version"]) == ("oncegraph-form-mapping", 1)
    for entry in document["entries"]:
        Draft202012Validator.check_schema(entry["value"])
