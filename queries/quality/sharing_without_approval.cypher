// name: quality.sharing_without_approval
// title: 有条件共享而未获批准的绑定 | Conditional sharing without approval
// summary: 数源为有条件共享，但没有登记共享批准的绑定。
//   | Bindings to conditionally shared sources for which no approval is recorded.
// params: none
// returns: source_code, source_name, owner_code, owner_name, type, code, name, binding, mode
MATCH (d:DataSource {sharing: 'conditional'})<-[b:SUPPLIED_BY|OBTAINED_VIA]-(n:Field|Material)
WHERE NOT coalesce(b.approved, false)
OPTIONAL MATCH (d)-[:OWNED_BY]->(o:Department)
RETURN d.source_code AS source_code, d.name AS source_name, d.owner_code AS owner_code, o.name AS owner_name,
  type(b) AS type, coalesce(n.material_code, n.field_code) AS code, n.name AS name,
  b.binding AS binding, b.mode AS mode
ORDER BY source_code, type, code, mode, binding
