import { randomUUID } from 'node:crypto';
import type { Child } from 'hono/jsx';
import type { Text } from '../law/roles.ts';
import { workStyle } from './desk-style.ts';
import { words } from './desk-words.ts';
import { page, type Reader } from './page.tsx';

/** A page of the console: never kept, in the console's looks. */
export const deskPage = (reader: Reader, title: Text, children: Child, script?: string): Promise<Response> =>
  page(reader, { title, maxAge: 0, css: workStyle, children, ...(script && { script }) });

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

/** In each form that acts: pressed twice, it is carried out once, and both answers are the same. */
export const Once = () => <input type="hidden" name="_key" value={randomUUID()} />;
