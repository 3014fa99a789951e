// name: statistics.materials_by_origin_and_mode
// title: 材料按来源与获取方式 | Materials by origin and mode
// summary: 各来源、各获取方式的材料数和要求它们的情形数；一种材料有几种方式则各计一次，mode 空缺即没有获取方式。已取消的材料要求不计。
//   | Materials, and the situations that ask for them, by origin and by the mode in which they are obtained; a
//   material with several modes counts for each, without a mode none is recorded. Requirements dropped by a reform do
//   not count.
// params: none
// returns: origin, mode, materials, situations
MATCH (m:Material)
OPTIONAL MATCH (m)-[b:OBTAINED_VIA]->()
WITH DISTINCT m, b.mode AS mode
WITH m.origin AS origin, mode, collect(m) AS materials
RETURN origin, mode, size(materials) AS materials,
  COUNT {
    UNWIND materials AS m
    MATCH (m)<-[r:REQUIRES]-(s:Situation) WHERE coalesce(r.status, '') <> 'removed'
    RETURN DISTINCT s
  } AS situations
ORDER BY origin, materials DESC, mode
