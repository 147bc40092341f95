/** What parts of the engine need to know of the configuration, read when it is needed so that changes count at once. */
import type { Config } from '../core/config/config.ts';
import type { NetworkPolicy } from '../core/guard.ts';
import type { PoolRules } from '../pool/verdict.ts';

export function networkPolicy(config: Config): NetworkPolicy {
  return { only: config.get('network.only'), allowPrivate: config.get('network.allow_private') };
}

export function poolRules(config: Config): PoolRules {
  return {
    weights: {
      success: config.get('weights.success'),
      speed: config.get('weights.speed'),
      reliability: config.get('weights.reliability'),
    },
    timeoutMs: config.get('timeout'),
    revalidateMs: config.get('proxy_revalidate_hours') * 3_600_000,
    evictAfterMs: (config.get('evict_after_days') ?? Infinity) * 86_400_000,
    breakerFailures: config.get('breaker.failures'),
  };
}
