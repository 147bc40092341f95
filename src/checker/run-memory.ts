/** What a run has worked out and keeps for the proxies that follow: probe orders, requests, TLS tickets, addresses of names. */
import type { CheckDefinition } from '../define/check.ts';
import type { ProtocolSet } from '../model/proxy.ts';
import { resolveHost, type Resolved } from '../net/resolve.ts';
import type { Ask } from './judge-plan.ts';
import { askable, probeOrder, type ProbeOrder } from './probe-order.ts';
import { requestTemplate, type RequestTemplate } from './requests.ts';
import type { RunOptions } from './run-context.ts';
import { Tickets } from './tickets.ts';

export class RunMemory {
  readonly options: RunOptions;
  readonly #checks: readonly CheckDefinition[];
  readonly #orders = new Map<ProtocolSet, ProbeOrder>();
  readonly #templates = new Map<Ask, RequestTemplate>();
  readonly #tickets = new Map<string, Tickets>();
  readonly #addresses = new Map<string, Promise<Resolved>>();

  constructor(options: RunOptions, checks: readonly CheckDefinition[]) {
    this.options = options;
    this.#checks = checks;
  }

  order(claimed: ProtocolSet): ProbeOrder {
    let order = this.#orders.get(claimed);
    if (!order) this.#orders.set(claimed, (order = askable(probeOrder(this.#checks, claimed), this.options.plan)));
    return order;
  }

  resolve(host: string): Promise<Resolved> {
    let resolved = this.#addresses.get(host);
    if (!resolved) this.#addresses.set(host, (resolved = resolveHost(host, this.options.policy, true)));
    return resolved;
  }

  template(ask: Ask): RequestTemplate {
    let template = this.#templates.get(ask);
    if (!template) this.#templates.set(ask, (template = requestTemplate(ask)));
    return template;
  }

  tickets(ask: Ask): Tickets {
    let tickets = this.#tickets.get(ask.authority);
    if (!tickets) {
      tickets = new Tickets(ask.session && Buffer.from(ask.session));
      this.#tickets.set(ask.authority, tickets);
    }
    return tickets;
  }
}
