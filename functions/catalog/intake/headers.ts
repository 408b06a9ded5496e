/** What a column of somebody's catalogue means to us. `contact` is a phone or an address for mail, its value decides. */
export type Concept = keyof typeof headings;

/** The columns of one row: values by concept in the order of the columns, and what no heading here explains. */
export interface Mapped {
  readonly known: Readonly<Partial<Record<Concept, readonly unknown[]>>>;
  readonly unknown: readonly string[];
}

/** The concept of a heading, whatever its width, case, spaces and trailing colon; undefined: nobody wrote it down yet. */
export function conceptOf(heading: string): Concept | undefined {
  return byHeading.get(normalHeading(heading));
}

/** Sorts one row's cells by concept. A heading without concept is returned as unknown: it is reported, never lost silently. */
export function mapHeadings(row: Readonly<Record<string, unknown>>): Mapped {
  const known: Partial<Record<Concept, unknown[]>> = {};
  const unknown: string[] = [];
  for (const [heading, value] of Object.entries(row)) {
    const concept = conceptOf(heading);
    if (!concept) unknown.push(heading);
    else if (known[concept]) known[concept].push(value);
    else known[concept] = [value];
  }
  return { known, unknown };
}

/** Spellings met on Chinese open-data portals and in exports of their platforms; one spelling has one concept. */
const headings = {
  title: `标题 名称 目录名称 数据目录名称 数据集名称 数据资源名称 资源名称 资源标题 资源信息名称 信息资源名称
    目录标题 title name resourceName subjectBaseName datasetName`,
  description: `描述 简介 摘要 摘要信息 摘要描述 内容简介 数据简介 数据描述 数据摘要 目录摘要 资源描述 资源摘要 信息资源摘要
    说明 备注 description remark tableRemark summary abstract`,
  unit: `数源单位 数源单位/数据提供单位 数源部门 来源部门 来源单位 数据来源 资源来源 提供方 提供单位 提供机构 提供部门 数据提供方
    数据提供方单位 数据提供单位 数据提供部门 资源提供方 资源提供单位 资源提供单位信息 资源提供方内部部门 资源所有权单位
    信息资源提供方 信息资源提供方名称 所属单位 所属部门 所属机构 机构分类 发布部门 发布单位 部门名称 单位名称
    dataSource orgName department publisher organization sourceUnit`,
  unitCode: '统一社会信用代码 提供方代码 信息资源提供方代码 单位代码 orgCode creditCode',
  tags: '标签 数据标签 资源标签 关键字 关键词 label labels tags keyword keywords',
  theme: `主题 专题 领域 主题分类 主题名称 主题标签 主题领域 所属主题 所属领域 数据主题 数据领域 重点领域 开放领域 领域分类 领域名称
    国家主题分类 服务分类 资源分类 fieldName industryCategory industryField category theme domain`,
  industry: '行业 所属行业 数据行业 行业分类 行业名称 行业类型 industry',
  opening: `开放属性 公开属性 开放方式 开放条件 条件开放 开放状态 开放等级 开放类型 是否开放 是否向社会开放 openType openTypeName
    isOpen openness`,
  sharing: '共享方式 共享属性 共享类型 共享状态 是否共享 shareType shareTypeName sharing',
  conditions: '共享条件 开放说明 开放要求 使用条件 使用要求 conditions shareCondition openCondition',
  frequency: `更新频率 更新频度 更新周期 更新时限 数据更新周期 资源更新频率 frequency dataUpdatePeriod updateFrequency
    updateCycle accrualPeriodicity`,
  format: `数据格式 资源格式 文件格式 文件类型 格式 格式类型 下载格式 数据类型 资源类型 数据下载 信息资源格式 format formats
    data_formats resourceType fileFormat`,
  published: `发布时间 发布日期 上传时间 上架日期 上线日期 创建时间 创建日期 数据集创建时间 目录发布时间 资源发布日期 资源出版日期
    首次发布时间 首次发布日期 publishTime releaseTime issued createTime`,
  updated: `更新时间 更新日期 最后更新 最后更新时间 最近更新 数据更新时间 数据集更新时间 资源更新日期 资源发布/更新时间 updateTime
    modified lastModified`,
  phone: `电话 联系电话 部门电话 技术支持电话 单位电话 办公电话 提供方联系电话 departmentContactTel orgPhone phone telephone
    tel`,
  email: '邮箱 邮箱地址 电子邮箱 部门邮箱 联系邮箱 技术支持邮箱 email orgEmail mail',
  contact: '联系方式 提供方联系方式 contact contactPoint',
  person: '联系人 联系人姓名 负责人 责任人 经办人 contactName contactPerson linkman',
  office: '联系处室 联系部门 责任处室 联系科室 office contactOffice',
  url: '链接 网址 链接地址 详情页网址 url link landingPage',
  volume: '数据量 数据容量 数据条数 资源记录数 记录数 dataNumSum dataVolume data_volume records',
  items: '信息项 信息项名称 数据项 数据项名称 字段 字段名 字段名称 字段列表 fields columns items',
  level: '敏感级别 敏感等级 数据级别 数据分级 安全级别 安全等级 分级 sensitivity level',
  kind: '数据类别 资源类别 公共数据类型 kind type dataKind',
  legalBasis: '采集依据 法律依据 职责依据 来源依据 legalBasis',
  identifier: '目录编码 目录代码 资源代码 资源编码 信息资源代码 信息资源编码 标识符 identifier id code',
} as const;

const byHeading: ReadonlyMap<string, Concept> = new Map(
  (Object.keys(headings) as Concept[]).flatMap(
    (
      concept, // keys of a literal: exactly the concepts
    ) => headings[concept].split(/\s+/).map((heading) => [normalHeading(heading), concept] as const),
  ),
);

function normalHeading(heading: string): string {
  return heading
    .slice(0, 100)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_:*\ufeff]+/g, '');
}
