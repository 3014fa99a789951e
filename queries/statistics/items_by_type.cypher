// name: statistics.items_by_type
// title: 按类型与层级统计事项 | Items by type and level
// summary: 各事项类型、行使层级的事项数、情形数和年办件量。
//   | Numbers of items, situations and cases a year for each item type and level of exercise.
// params: none
// returns: item_type, use_level, items, situations, annual_cases
MATCH (i:Item)
WITH i, COUNT { (i)-[:HAS_SITUATION]->() } AS situations
RETURN i.item_type AS item_type, i.use_level AS use_level, count(i) AS items, sum(situations) AS situations,
  sum(i.annual_cases) AS annual_cases
ORDER BY items DESC, item_type, use_level
