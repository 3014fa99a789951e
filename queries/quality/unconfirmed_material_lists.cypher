// name: quality.unconfirmed_material_lists
// title: 材料清单未确认完整的情形 | Situations whose list of materials is unconfirmed
// summary: 材料清单未经确认完整的情形：无法判定是否零材料；年办件量大的排在前面。
//   | Situations whose list of materials nobody has confirmed as complete, so that it is unknown whether they require
//   none; those with most cases come first.
// params: none
// returns: situation_code, name, item_code, item_name, department_code, materials, annual_cases
MATCH (s:Situation)
WHERE NOT coalesce(s.materials_complete, false)
OPTIONAL MATCH (s)<-[:HAS_SITUATION]-(i:Item)
RETURN s.situation_code AS situation_code, s.name AS name, s.item_code AS item_code, i.name AS item_name,
  i.department_code AS department_code, COUNT { (s)-[:REQUIRES]->() } AS materials, s.annual_cases AS annual_cases
ORDER BY coalesce(annual_cases, 0) DESC, situation_code
