/** What the charts page and the worker that draws blessed-contrib's widgets say to each other: plain data only. */

/** A colour number from 0 to 255. */
type Color = number;

export interface GaugeWidget {
  readonly kind: 'gauge';
  /** 0..1 */
  readonly share: number;
  readonly color: Color;
  /** Of the percentage written on the bar. */
  readonly ink: Color;
}

export interface DonutPart {
  readonly label: string;
  /** 0..1 */
  readonly share: number;
  readonly color: Color;
}

export interface DonutWidget {
  readonly kind: 'donut';
  readonly parts: readonly DonutPart[];
  /** Of the rest of each ring. */
  readonly restColor: Color;
}

export interface SparklineWidget {
  readonly kind: 'sparkline';
  /** Two rows each, with a blank one between; values oldest first. */
  readonly series: readonly {
    readonly title: string;
    readonly values: readonly number[];
    /** The values of the lowest and of the highest character. */
    readonly range: readonly [low: number, high: number];
  }[];
  readonly color: Color;
  readonly titleColor: Color;
}

export type Widget = GaugeWidget | DonutWidget | SparklineWidget;

/** Draw this widget at this size. */
export interface DrawRequest {
  /** Where it stands on the page; one widget each. */
  readonly slot: string;
  readonly columns: number;
  readonly rows: number;
  readonly widget: Widget;
}

/** The cells of a widget, row by row. */
export interface Picture {
  readonly columns: number;
  readonly rows: number;
  /** One UTF-16 unit a cell. */
  readonly units: Uint16Array<ArrayBuffer>;
  /** Packed as `Style`. */
  readonly styles: Int32Array<ArrayBuffer>;
}

/** The answer to a request; null when blessed-contrib could not draw it. */
export interface DrawAnswer {
  readonly slot: string;
  readonly picture: Picture | null;
}
