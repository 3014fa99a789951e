// name: quality.situations_without_material
// title: 没有材料的情形 | Situations without a material
// summary: 没有登记所需材料的情形；materials_complete 为真的，已确认不需要材料。
//   | Situations for which no required material is recorded. materials_complete is true if somebody has confirmed that
//   none is needed.
// params: none
// returns: situation_code, name, item_code, item_name, materials_complete, status
MATCH (s:Situation)
WHERE NOT (s)-[:REQUIRES]->()
OPTIONAL MATCH (s)<-[:HAS_SITUATION]-(i:Item)
RETURN s.situation_code AS situation_code, s.name AS name, s.item_code AS item_code, i.name AS item_name,
  s.materials_complete AS materials_complete, s.status AS status
ORDER BY situation_code
