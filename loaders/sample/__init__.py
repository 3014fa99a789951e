"""The sample city of the product: a workbook in the exchange format that a civil servant can open."""

from pathlib import Path

#: Its first sheet, 说明, says which data are published and which are fictional.
CITY = Path(__file__).with_name("city.xlsx")

#: A reform of the sample city: public rental housing, after the example of Shenyang.
HOUSING_REFORM = CITY.with_name("public_rental_housing.yaml")
