// name: quality.materials_nobody_requires
// title: 无人要求的材料 | Materials nobody requires
// summary: 没有任何情形要求（或只剩已取消的要求）的材料；produced_by 是核发它的事项。
//   | Materials that no situation requires (any more). produced_by: the items that issue them.
// params: none
// returns: material_code, name, material_type, origin, produced_by
MATCH (m:Material)
WHERE NOT EXISTS { (m)<-[r:REQUIRES]-() WHERE coalesce(r.status, '') <> 'removed' }
RETURN m.material_code AS material_code, m.name AS name, m.material_type AS material_type, m.origin AS origin,
  COLLECT { MATCH (m)<-[:PRODUCES]-(i:Item) RETURN i.item_code ORDER BY i.item_code } AS produced_by
ORDER BY material_code
