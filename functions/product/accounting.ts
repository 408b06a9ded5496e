import * as z from 'zod';
import { csvFile, csvText } from '../../shared/csv-text.ts';
import { notFound, type Refusal, refuse } from '../../shared/domain/decision.ts';
import { yuan } from '../../shared/domain/money.ts';
import { type Pricing, pricing } from '../../shared/domain/pricing.ts';
import { product } from '../../shared/domain/product.ts';
import { type Delivered, type Product, productEvent } from '../../shared/domain/product-schema.ts';
import { units, uses } from '../../shared/domain/product-terms.ts';
import { localDate as day, id } from '../../shared/domain/values.ts';
import { type Caller, reply, routesFor } from '../../shared/http/route.ts';
import { localDate } from '../../shared/law/time.ts';
import type { Service } from '../../shared/service.ts';
import { getDocument } from '../../shared/store/documents.ts';
import { listEvents, MAX_PAGE } from '../../shared/store/lists.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { deliveryRecord, params } from './schema.ts';

/** So many deliveries in one export; a year with more is exported product by product. */
const MAX_LINES = 5_000;
/** Documents that are read at once. */
const AT_ONCE = 16;

const { member } = routesFor<Service>();
const query = z.strictObject({
  year: z.coerce.number().int().min(2025).max(2200),
  product: id.optional(),
  format: z.enum(['json', 'csv']).default('json'),
});
/** One delivery as accounting wants it. `buyer` is absent once its document was erased. */
const line = z.object({
  date: day,
  delivery: id,
  event: id,
  product: id,
  title: z.string(),
  edition: z.int(),
  ...deliveryRecord.partial().shape,
  use: z.string(),
  quantity: z.int(),
  unit: z.string(),
  unitPrice: z.int(),
  amount: z.int(),
});
type Line = z.infer<typeof line>;
const accountView = z.object({
  agreement: id,
  year: z.int(),
  operator: id,
  lines: z.array(line),
  /** In 分. */
  revenue: z.int(),
});

/** Accounting export 数据资源会计: every delivery of a year under one agreement, the same bytes each time. @see DZ-37 */
export const accounting = member({
  id: 'exportAccounts',
  method: 'get',
  path: '/accounting/{id}',
  tag: 'statement',
  summary: {
    zh: '数据资源会计导出：一份协议一年的全部交付',
    en: 'Accounting export: every delivery of a year under an agreement, JSON, or CSV for spreadsheets',
  },
  by: ['operator', 'grantor', 'data-authority', 'auditor'],
  params,
  query,
  reply: accountView,
  produces: ['application/json', 'text/csv'],
  handle: async ({ params: { id: agreement }, query: { year, format, product: only }, caller }, { store }) => {
    const { state } = await loadHead(store, pricing, agreement);
    if (!mayExport(caller, state)) return notFound('foreign', 'DZ-37');
    const wanted = state.products.filter((one) => only === undefined || one === only);
    const lines = await linesOf(store, wanted, year);
    if ('refused' in lines) return lines;
    if (format === 'csv') return csvFile(`accounts-${year}-${agreement}.csv`, csvText([heading, ...lines.map(row)]));
    const revenue = lines.reduce((sum, { amount }) => sum + amount, 0);
    return reply({ agreement, year, operator: state.operator, lines, revenue });
  },
});

type Account = Exclude<Pricing, { status: 'none' }>;

/** The two sides, the authority that approves the revenue, and audit. */
function mayExport(caller: Caller, state: Pricing): state is Account {
  if (state.status === 'none') return false;
  const own = state.operator === caller.organization || state.grantor === caller.organization;
  return own || caller.roles.some((role) => role === 'data-authority' || role === 'auditor');
}

type Sale = Omit<Line, 'buyer' | 'contract'> & Pick<Delivered, 'record'>;

/** Product by product in the order of declaration, each in the order of its events. */
async function linesOf(store: Context, products: readonly string[], year: number): Promise<readonly Line[] | Refusal> {
  const sales: Sale[] = [];
  for (const one of products) {
    const { state } = await loadHead(store, product, one);
    if (!('sold' in state) || !state.sold.some((sold) => sold.year === year)) continue;
    for await (const sale of salesOf(store, one, state, year)) {
      if (sales.length >= MAX_LINES) return tooMany;
      sales.push(sale);
    }
  }
  const lines: Line[] = [];
  for (let at = 0; at < sales.length; at += AT_ONCE) {
    lines.push(...(await Promise.all(sales.slice(at, at + AT_ONCE).map((sale) => withBuyer(store, sale)))));
  }
  return lines;
}

type Listed = Extract<Product, { sold: unknown }>;

async function* salesOf(store: Context, id: string, state: Listed, year: number): AsyncGenerator<Sale> {
  const { title, edition, unit } = state;
  let cursor: string | undefined;
  do {
    const page = await listEvents(store, { aggregate: 'product', id }, { limit: MAX_PAGE, cursor, ascending: true });
    for (const { event: name, data } of page.items) {
      const event = productEvent.parse(data);
      if (event.type !== 'delivered' || Number(localDate(event.at).slice(0, 4)) !== year) continue;
      const { delivery, record, use, quantity, unitPrice, amount, at } = event;
      const what = { product: id, title, edition, use: uses[use].zh, quantity, unit: units[unit].zh };
      yield { date: localDate(at), delivery, event: name, ...what, unitPrice, amount, record };
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
}

async function withBuyer(store: Context, { record, ...sale }: Sale): Promise<Line> {
  const document = await getDocument(store, record);
  return document ? { ...sale, ...deliveryRecord.parse(JSON.parse(String(document.content))) } : sale;
}

const tooMany = refuse('POLICY-9', {
  zh: `一次最多导出 ${MAX_LINES} 笔，请用 product 逐个产品导出`,
  en: `at most ${MAX_LINES} deliveries at once: export product by product (product=…)`,
});

const heading = [
  ...['日期', '产品编号', '产品名称', '版本', '购买方', '统一社会信用代码', '合同编号', '用途'],
  ...['数量', '计价单位', '单价(分)', '金额(分)', '金额(元)', '交付编号', '事件编号'],
];

const row = ({ date, product: id, title, edition, buyer, contract, ...rest }: Line): readonly (string | number)[] => [
  ...[date, id, title, edition, buyer?.name ?? '', buyer?.creditCode ?? '', contract ?? '', rest.use],
  ...[rest.quantity, rest.unit, rest.unitPrice, rest.amount, yuan(rest.amount), rest.delivery, rest.event],
];
