// name: quality.items_without_situation
// title: 没有情形的事项 | Items without a situation
// summary: 没有登记任何情形的事项：无法判断其材料及能否免交。
//   | Items for which no situation is recorded, so that nothing can be decided about their materials.
// params: none
// returns: item_code, name, item_type, department_code, department_name, annual_cases, status
MATCH (i:Item)
WHERE NOT (i)-[:HAS_SITUATION]->()
OPTIONAL MATCH (i)-[:RUN_BY]->(d:Department)
RETURN i.item_code AS item_code, i.name AS name, i.item_type AS item_type,
  i.department_code AS department_code, d.name AS department_name, i.annual_cases AS annual_cases, i.status AS status
ORDER BY item_code
