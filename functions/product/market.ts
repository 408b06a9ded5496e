import { marketReport } from '../../shared/domain/market-report.ts';
import { proceedingRoutes } from '../../shared/proceeding-routes.ts';

/** Reports of disorder on the market 市场秩序举报. The subject of one is no party: it learns nothing here. @see DZ-38 */
export const marketReports = proceedingRoutes(marketReport, {
  tag: 'market',
  base: '/market-reports',
  name: 'MarketReport',
  watchers: ['data-authority', 'auditor'],
});
