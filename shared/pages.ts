/** Below which address people read a stream of a kind in a browser, where there is a page. */
const pages: Readonly<Record<string, (id: string) => string>> = {
  case: (id) => `/console/cases/${id}`,
  alarm: (id) => `/console/alarms/${id}`,
  'credit-record': (id) => `/console/credit-records/${id}`,
  agreement: (id) => `/agreements/${id}/print`,
};

export const pageOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string | undefined =>
  pages[kind]?.(id);

/** The page on which whoever was told answers: a text that waits for a signature has one of its own. */
export const answerPageOf = (
  stream: { readonly kind: string; readonly id: string },
  reply: { readonly href: string },
): string | undefined =>
  stream.kind === 'agreement' && reply.href.endsWith('/signatures') ? `/console/signing/${stream.id}` : pageOf(stream);
