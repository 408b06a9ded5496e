/** Below which address people read a stream of a kind in a browser, where there is a page. */
const pages: Readonly<Record<string, (id: string) => string>> = {
  case: (id) => `/cases/${id}`,
  alarm: (id) => `/console/alarms/${id}`,
  'credit-record': (id) => `/console/credit-records/${id}`,
  agreement: (id) => `/agreements/${id}/print`,
};

export const pageOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string | undefined =>
  pages[kind]?.(id);
