// What is known of the tables and views of a file.

export interface CatalogEntry {
  readonly name: string;
  readonly type: "table" | "view";
  /** A table behind the views of a bundle, or behind an index of full text. */
  readonly isHidden: boolean;
  readonly sql: string | null;
}

export interface Column {
  readonly name: string;
  /** As declared; "" where an expression or nothing declares it. */
  readonly type: string;
  readonly isNotNull: boolean;
  readonly defaultValue: string | null;
  /** From 1; 0: no part of the key. */
  readonly keyPosition: number;
  /** As PRAGMA table_xinfo tells it. */
  readonly hidden: number;
  /** What it is, its unit, and what NULL means; null: nothing is said. */
  readonly comment: string | null;
}

export interface ForeignKey {
  readonly column: string;
  readonly otherTable: string;
  readonly otherColumn: string;
}

/** The index of full text that finds a table's rows. */
export interface FullText {
  readonly table: string;
  /** Column of the searched table that the index numbers. */
  readonly key: string;
  readonly columns: readonly string[];
  /** The bundle's own index over several views: the one that is meant. */
  readonly view: string | null;
}

export interface Table extends CatalogEntry {
  readonly columns: readonly Column[];
  /** Columns that identify a row; "rowid" where the table itself numbers its rows; empty for a view that nothing identifies. */
  readonly key: readonly string[];
  /** How SQL calls `rowid`, where the key is that. */
  readonly rowid: string | null;
  /** How SQL calls the `rowid` that tells rows apart where keys hold NULL; null: keys never do. */
  readonly tie: string | null;
  readonly foreignKeys: readonly ForeignKey[];
  /** Column that names a row to a person. */
  readonly label: string | null;
  /** Column to order by time. */
  readonly time: string | null;
  readonly fullText: FullText | null;
  readonly comment: string | null;
}

/** A key of another table that points here. */
export interface IncomingKey extends ForeignKey {
  readonly table: string;
}
