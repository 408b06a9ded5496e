/** Transport, housing, water and farming. Columns: see entries.ts. */
export const living = `
bus-stops dz-transport 公交站点 quarterly open general h 站点编号 站点名称 经度 纬度 途经线路
bus-routes dz-transport 公交线路 quarterly open general h 线路编号 线路名称 起点站 终点站 里程 首班时间 末班时间
bus-arrivals dz-transport 公交到离站记录 daily cond general h 记录编号 线路编号 站点编号 到站时间 离站时间 客流指数
parking-lots dz-transport 公共停车场 monthly open general h 停车场编号 停车场名称 经度 纬度 车位数 收费标准
parking-usage dz-transport 公共停车场泊位使用情况 daily cond general h 停车场编号 统计时间 已用车位数 剩余车位数
freight-permits dz-transport 道路货运企业许可 monthly open general - 许可证编号 企业名称 统一社会信用代码 经营范围 有效期至日期
taxi-fleet dz-transport 巡游出租汽车企业运力 quarterly open general - 企业名称 统一社会信用代码 车辆数量 统计日期
driver-licences dz-transport 客运从业资格 monthly share general - 资格证编号 姓名! 身份证号!! 从业类别 初领日期
road-works dz-transport 占道施工公告 weekly open general - 公告编号 路段名称 施工内容 开始日期 结束日期
bridges dz-transport 公路桥梁技术状况 yearly cond general - 桥梁编号 桥梁名称 所在路线 技术等级 评定日期
truck-traces dz-transport 重点营运车辆轨迹 continuous closed important - 车辆编号 定位时间 经度 纬度 速度值
housing-projects dz-housing 商品房预售许可 weekly open general h 许可证编号 项目名称 开发企业 统一社会信用代码 预售面积 发证日期
housing-sales dz-housing 商品房成交汇总 monthly open general h 区县 成交个数 成交面积 均价值 统计日期
builders dz-housing 建筑业企业资质 monthly open general - 企业名称 统一社会信用代码 资质类别 资质等级 有效期至日期
building-permits dz-housing 建筑工程施工许可 weekly open general - 许可证编号 工程名称 建设单位 施工企业 建筑面积 发证日期
public-rental dz-housing 公租房保障对象 monthly share general - 申请编号 申请人姓名! 身份证号!! 家庭人数 保障方式 批准日期
street-lamps dz-housing 城市照明设施 yearly open general - 设施编号 设施类型 所在道路 经度 纬度
public-toilets dz-housing 公共厕所 quarterly open general - 公厕编号 公厕名称 经度 纬度 开放时间
elevators dz-housing 住宅电梯更新改造 quarterly open general s 项目编号 小区名称 电梯个数 完成日期
water-quality dz-water 供水水质公告 monthly open general h 水厂名称 检测项目 检测值 限值 检测日期
water-outages dz-water 停水公告 daily open general - 公告编号 影响区域 停水时间 恢复时间 停水原因
water-use dz-water 单位用水汇总 monthly cond general - 统一社会信用代码 单位名称 用水数量 统计日期
water-accounts dz-water 居民用水户信息 monthly share general - 用户编号 户主姓名! 用水地址! 用水性质 开户日期
water-pipes dz-water 供水管网 yearly closed important - 管段编号 管径值 材质 敷设日期
agri-bases xuanhan-farming 农产品种植基地 yearly open general - 基地编号 基地名称 经营主体 主要品种 面积
agri-prices xuanhan-farming 农产品产地价格 weekly open general h 品种 产地 价格值 采集日期
cattle-trace xuanhan-farming 宣汉黄牛养殖溯源 monthly cond general h 耳标编号 养殖场名称 品种 出生批次 免疫日期
agri-subsidies xuanhan-farming 耕地地力保护补贴发放 yearly share general - 农户姓名! 身份证号!! 银行账号!! 补贴面积 补贴金额 发放日期
agri-machinery xuanhan-farming 农机购置补贴公示 quarterly open general - 机具品目 生产企业 销售企业 补贴金额 公示日期
agri-draft xuanhan-farming 高标准农田建设项目 yearly open general d 项目编号 项目名称 建设地点 建设面积 竣工日期
`;
