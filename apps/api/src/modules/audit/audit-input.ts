import { AUDIT_GROUPS, AUDIT_SUBJECTS, LIMITS } from '@sos/domain';
import { z } from 'zod';

import { AppError } from '../../platform/errors.js';

const nothing = z
  .string()
  .transform((text) => text.trim())
  .pipe(z.literal(''))
  .transform(() => null);
const optional = <T extends z.ZodType>(schema: T) => z.union([schema, nothing, z.null()]).optional().default(null);

const filterSchema = z.object({
  group: optional(z.enum(AUDIT_GROUPS)),
  actor: optional(z.string().trim().min(1).max(LIMITS.displayName)),
  subject: optional(z.enum(AUDIT_SUBJECTS)),
  from: z.date().nullish().default(null),
  to: z.date().nullish().default(null),
});
export type AuditFilter = z.infer<typeof filterSchema>;

const beforeSchema = z.int().min(1).nullable();

/** @throws INVALID_INPUT */
export function parseFilter(input: unknown): AuditFilter {
  const parsed = filterSchema.safeParse(input ?? {});
  if (!parsed.success) throw new AppError('INVALID_INPUT');
  return parsed.data;
}

/** @throws INVALID_INPUT */
export function parseBefore(input: unknown): number | null {
  const parsed = beforeSchema.safeParse(input ?? null);
  if (!parsed.success) throw new AppError('INVALID_INPUT');
  return parsed.data;
}
