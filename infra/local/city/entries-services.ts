/** Health and education. Columns: see entries.ts. */
export const services = `
hospitals dz-health 医疗机构名录 monthly open general h 机构编号 机构名称 机构类别 机构等级 床位个数 机构地址
clinics dz-health 基层卫生服务机构 quarterly open general - 机构编号 机构名称 服务人数 机构地址
doctors dz-health 执业医师注册信息 monthly share general - 执业证编号 姓名! 执业类别 执业范围 注册日期
bed-use dz-health 医院床位使用情况 weekly open general h 机构名称 开放床位个数 使用床位个数 统计日期
vaccines dz-health 预防接种单位 quarterly open general - 单位名称 接种门诊类型 服务时间 单位地址
blood-stock dz-health 采供血统计 weekly open general - 采血点名称 采血次数 血液总数 统计日期
births dz-health 出生医学证明 daily share important - 证明编号 新生儿姓名! 母亲姓名! 出生日期! 机构名称
hygiene-licences dz-health 公共场所卫生许可 monthly open general - 许可证编号 单位名称 统一社会信用代码 经营项目 有效期至日期
drinking-water dz-health 生活饮用水监测 quarterly open general - 监测点编号 监测项目 检测值 评价结果 检测日期
schools dz-education 中小学校名录 yearly open general h 学校编号 学校名称 办学类型 学校地址 在校生总数
kindergartens dz-education 幼儿园名录 yearly open general - 幼儿园编号 幼儿园名称 办园性质 等级 学位个数
training-schools dz-education 校外培训机构白名单 monthly open general h 机构名称 统一社会信用代码 培训类别 许可证编号 有效期至日期
pupils dz-education 学生学籍基本信息 yearly share important - 学籍号!! 姓名! 学校名称 年级 入学日期
teachers dz-education 教师资格认定结果 half-yearly share general - 证书编号 姓名! 资格种类 任教学科 认定日期
exam-places dz-education 考试考点分布 yearly open general - 考点编号 考点名称 考试类别 考场个数 经度 纬度
school-buses dz-education 校车使用许可 yearly open general s 许可编号 学校名称 车辆数量 运行线路 有效期至日期
`;
