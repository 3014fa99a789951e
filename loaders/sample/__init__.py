"""The product's own sample city: a workbook in the exchange format that a civil servant can open."""

from pathlib import Path

#: Its first sheet, 说明, says what is published and what is fictional.
CITY = Path(__file__).with_name("city.xlsx")

#: A reform of the sample city: public rental housing, as S2 reports from Shenyang.
HOUSING_REFORM = CITY.with_name("public_rental_housing.yaml")
