import type { Child } from 'hono/jsx';
import { page, type Reader } from '../../shared/http/page.tsx';
import type { Text } from '../../shared/law/roles.ts';
import { consoleStyle } from './style.ts';
import { words } from './words.ts';

/** A page of the console: never kept, in the console's looks. */
export const consolePage = (reader: Reader, title: Text, children: Child, script?: string): Promise<Response> =>
  page(reader, { title, maxAge: 0, css: consoleStyle, children, ...(script && { script }) });

/** Where one is: the desk, and the list that the page belongs to. */
export function Trail({ language, of, href }: Reader & { readonly of?: Text; readonly href?: string }) {
  return (
    <p class="trail">
      <a href="/console">{words.desk[language]}</a>
      {of && href && (
        <>
          {' / '}
          <a href={href}>{of[language]}</a>
        </>
      )}
    </p>
  );
}
