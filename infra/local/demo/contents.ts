import type { Contents } from '../../../shared/domain/agreement-contents.ts';
import { addDays, addYears, type LocalDate } from '../../../shared/law/time.ts';

/** The thirteen contents of the story's agreement, for a term of so many years from `first` on. @see OPS-14 */
export const agreementContents = (datasets: string[], first: LocalDate, years: number): Contents => ({
  resources: { datasets, catalogue: '以目录公布的信息项为准' },
  term: { from: first, until: addDays(addYears(first, years), -1) },
  products: {
    range: '企业信用核验服务',
    technicalStandard: '接口按平台技术规范',
    securityReview: '每次发布前作安全审核',
    businessReview: '每次发布前作业务审核',
  },
  platform: { platform: '使用市级授权运营平台，数据不出平台' },
  assets: { ownership: '原始数据归属不变，产品权益归运营机构' },
  disclosure: { disclosure: '每年公布运营情况', noRedevelopment: '产品不得再次转授开发' },
  revenue: { cost: '成本据实核算', revenue: '按公布的价目收费', sharing: '收益按约定比例分配' },
  security: {
    security: '落实等级保护',
    personalInformation: '不含个人信息',
    monitoring: '每日监测风险',
    emergency: '按预案处置并即时报告',
  },
  performance: { evaluation: '每年评价一次', renewal: '期满前协商续约', exit: '退出时返还并删除数据' },
  breach: {
    liability: '承担赔偿责任',
    restrict: '可限制数据获取权限',
    close: '可关闭数据供给通道',
    terminate: '可终止授权',
  },
  disputes: { way: 'litigation', clause: '向有管辖权的法院起诉' },
  change: { change: '书面变更并由双方签署', termination: '终止通知送达时生效' },
  other: { clause: '未尽事宜另行商定' },
});
