import * as z from 'zod';
import { type AlarmKind, thresholds } from '../law/thresholds.ts';

/** What the platform alarms about 告警种类. @see LOCAL-30 */
export const alarmKind = z.enum(Object.keys(thresholds) as [AlarmKind, ...AlarmKind[]]); // Object.keys forgets the key type
