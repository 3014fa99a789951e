"""The product's own sample city: a workbook in the exchange format that a civil servant can open."""

from pathlib import Path

#: What in it is published and what is fictional is told on its first sheet, 说明.
CITY = Path(__file__).with_name("city.xlsx")

#: A reform of it: public rental housing, as S2 tells of Shenyang.
HOUSING_REFORM = CITY.with_name("public_rental_housing.yaml")
