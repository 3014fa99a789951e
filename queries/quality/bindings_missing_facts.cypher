// name: quality.bindings_missing_facts
// title: 登记不全的绑定 | Bindings with missing facts
// summary: 未登记判定所需事实的绑定；missing 为由此得出“不明”的原因代码：状态、时效、共享条件、适用对象、适用区划、返回内容、探测时间。
//   | Bindings that lack facts needed for a verdict. missing: the reason codes for which the verdict is "unknown":
//   status, freshness, sharing, audience, region, returned content, probe.
// params: none
// returns: type, kind, code, name, source_code, source_name, binding, mode, missing
MATCH (n:Field|Material)-[b:SUPPLIED_BY|OBTAINED_VIA]->(d:DataSource)
WITH n, b, d, [
  CASE WHEN b.status IS NULL THEN 'binding_status_unknown' END,
  CASE WHEN d.status IS NULL THEN 'source_status_unknown' END,
  CASE WHEN d.probe_sla_hours IS NOT NULL AND d.last_probe_at IS NULL THEN 'probe_unknown' END,
  CASE WHEN b.max_age_days IS NULL OR d.data_updated_at IS NULL THEN 'freshness_unknown' END,
  CASE WHEN d.sharing IS NULL THEN 'sharing_unknown' END,
  CASE WHEN size(coalesce(b.audiences, [])) = 0 THEN 'audience_unknown' END,
  CASE WHEN size(coalesce(b.regions, [])) = 0 THEN 'region_unknown' END,
  CASE WHEN b.returns IS NULL AND type(b) = 'SUPPLIED_BY' THEN 'returns_unknown' END
] AS facts
WITH n, b, d, [fact IN facts WHERE fact IS NOT NULL] AS missing
WHERE size(missing) > 0
RETURN type(b) AS type, labels(n)[0] AS kind, coalesce(n.material_code, n.field_code) AS code, n.name AS name,
  d.source_code AS source_code, d.name AS source_name, b.binding AS binding, b.mode AS mode, missing
ORDER BY kind, code, source_code, mode, binding
