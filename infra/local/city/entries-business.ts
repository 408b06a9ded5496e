/** Enterprises, markets and industry. Columns: see entries.ts. */
export const business = `
enterprise-register dz-market 企业登记基本信息 daily open general h 统一社会信用代码 企业名称 企业类型 成立日期 登记机关 登记状态 经营地址
listed-companies dz-market 上市及国有控股企业分支机构名录 weekly cond general h 企业名称 性质 主键 更新时间 统一社会信用代码
self-employed dz-market 个体工商户登记信息 daily share general - 统一社会信用代码 字号名称 经营者姓名! 组成形式 经营范围 成立日期
abnormal-list dz-market 经营异常名录 daily open general h 统一社会信用代码 企业名称 列入原因 列入日期 作出决定机关
penalties dz-market 行政处罚公示信息 weekly open general - 处罚决定书文号 企业名称 统一社会信用代码 处罚类别 处罚内容 处罚日期 处罚机关
food-permits dz-market 食品经营许可 weekly open general - 许可证编号 单位名称 统一社会信用代码 经营项目 有效期至日期 发证机关
drug-stores dz-market 药品零售企业名录 monthly open general - 企业名称 统一社会信用代码 经营地址 经营范围 发证日期
special-equipment dz-market 特种设备检验结果 monthly cond general - 设备编号 设备种类 使用单位 检验结论 下次检验日期
product-checks dz-market 产品质量监督抽查结果 quarterly open general - 产品名称 生产企业 规格型号 抽查结果 抽查日期
price-monitor dz-market 重要民生商品价格监测 daily open general h 商品名称 规格 监测点 价格值 采集日期
patent-holders dz-market 有效发明专利企业名录 quarterly open general - 企业名称 统一社会信用代码 专利数量 统计日期
trademark-list dz-market 地理标志商标名录 yearly open general - 商标名称 注册单位 商品类别 注册日期
zone-enterprises hightech-committee 高新区规模以上企业名录 quarterly cond general h 统一社会信用代码 企业名称 行业代码 主营产品 入园日期
zone-land hightech-committee 高新区工业用地供应 quarterly cond general - 地块编号 用地性质 面积 供地方式 供地日期
zone-projects hightech-committee 高新区重点项目清单 monthly open general - 项目编号 项目名称 建设单位 计划投资金额 开工日期
zone-energy hightech-committee 高新区企业用能汇总 monthly share important - 统一社会信用代码 企业名称 用电数量 用气数量 统计日期
zone-draft hightech-committee 高新区人才公寓房源 monthly open general d 房源编号 所在项目 面积 户型 可入住日期
inspection-plan dz-market 双随机抽查计划 yearly open general s 计划编号 抽查事项 抽查比例 牵头部门 实施日期
`;
