import type { Particulars } from '../../shared/domain/registration-particulars.ts';

const particulars: Particulars = {
  industry: 'S',
  source: 'authorized',
  records: 128_000,
  bytes: 64_000_000,
  formats: ['interface', 'json'],
  frequency: 'daily',
  area: '511700',
  from: '2020-01-01',
  personal: false,
  level: 'general',
};

/** Shown in the API document: an application with every part of its file. */
export const example = {
  category: 'product',
  title: '企业信用核验服务',
  description: '核验企业名称、性质与统一社会信用代码是否一致',
  agency: 'dz-registry',
  datasets: ['companies'],
  agreement: '7h2k9q4mzx0c8v5t1n3w6r8byd',
  file: {
    subject: { text: '营业执照与法定代表人证明' },
    legality: { text: '依授权运营协议取得，附协议文本散列' },
    internalReview: { reviewedAt: '2026-11-18T02:00:00.000Z', record: { text: '内部审核会议记录' } },
    resource: { text: '数据资源情况说明' },
    particulars,
    deposit: {
      hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      depositedAt: '2026-11-20T02:00:00.000Z',
      proof: { text: '存证证明' },
    },
    product: { text: '产品说明书' },
    scenario: { text: '用于信贷审核' },
    risk: { text: '数据安全风险评估报告' },
  },
};
