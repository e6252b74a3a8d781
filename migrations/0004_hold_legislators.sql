-- Why: a letter needs the people who hold office today: chambers, divisions with their validity, seats, terms, channels, and
-- which postcode lies where (server/decisions/028).
-- Locks taken: none that anybody waits for: all tables are new.
-- On a million rows: nothing to rewrite.
-- The way back: drop the nine tables.
CREATE TABLE "chambers" (
	"key" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"legislature" text NOT NULL,
	"country" char(2) NOT NULL,
	"seats_per_division" integer
);
--> statement-breakpoint
CREATE TABLE "divisions" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "divisions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"chamber_key" text NOT NULL,
	"name" text NOT NULL,
	"former_names" text[] DEFAULT '{}' NOT NULL,
	"country" char(2) NOT NULL,
	"parent_id" integer,
	"is_country_wide" boolean NOT NULL,
	"seats" integer,
	"valid_from" date,
	"valid_to" date,
	CONSTRAINT "divisions_key_key" UNIQUE("key"),
	CONSTRAINT "divisions_seats_check" CHECK ("divisions"."seats" >= 0),
	CONSTRAINT "divisions_valid_to_check" CHECK ("divisions"."valid_to" > "divisions"."valid_from")
);
--> statement-breakpoint
CREATE TABLE "legislator_channels" (
	"legislator_id" uuid NOT NULL,
	"origin" text NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"label" text,
	CONSTRAINT "legislator_channels_pkey" PRIMARY KEY("legislator_id","origin","position"),
	CONSTRAINT "legislator_channels_kind_check" CHECK ("legislator_channels"."kind" in ('email', 'web-form', 'phone', 'postal', 'cwc'))
);
--> statement-breakpoint
CREATE TABLE "legislator_identifiers" (
	"scheme" text NOT NULL,
	"value" text NOT NULL,
	"legislator_id" uuid NOT NULL,
	CONSTRAINT "legislator_identifiers_scheme_value_pkey" PRIMARY KEY("scheme","value")
);
--> statement-breakpoint
CREATE TABLE "legislator_imports" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "legislator_imports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"format" text NOT NULL,
	"source" text NOT NULL,
	"chamber_keys" text[] NOT NULL,
	"imported_at" timestamp with time zone NOT NULL,
	"counts" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "legislators" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"given_name" text,
	"family_name" text,
	"honorific" text,
	"salutation" text,
	"party" text,
	"languages" text[] NOT NULL,
	"website" text
);
--> statement-breakpoint
CREATE TABLE "postcode_divisions" (
	"country" char(2) NOT NULL,
	"postcode" text NOT NULL,
	"division_id" integer,
	"source" text NOT NULL,
	"ended_on" date,
	CONSTRAINT "postcode_divisions_postcode_key" UNIQUE NULLS NOT DISTINCT("postcode","country","division_id","source")
);
--> statement-breakpoint
CREATE TABLE "seats" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "seats_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"division_id" integer NOT NULL,
	"number" integer NOT NULL,
	"label" text,
	CONSTRAINT "seats_division_id_number_key" UNIQUE("division_id","number"),
	CONSTRAINT "seats_number_check" CHECK ("seats"."number" > 0)
);
--> statement-breakpoint
CREATE TABLE "terms" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "terms_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"legislator_id" uuid NOT NULL,
	"seat_id" integer NOT NULL,
	"source" text NOT NULL,
	"starts_on" date,
	"ends_on" date,
	"ended_on" date
);
--> statement-breakpoint
ALTER TABLE "divisions" ADD CONSTRAINT "divisions_chamber_key_chambers_key_fk" FOREIGN KEY ("chamber_key") REFERENCES "public"."chambers"("key") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "divisions" ADD CONSTRAINT "divisions_parent_id_divisions_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."divisions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legislator_channels" ADD CONSTRAINT "legislator_channels_legislator_id_legislators_id_fk" FOREIGN KEY ("legislator_id") REFERENCES "public"."legislators"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legislator_identifiers" ADD CONSTRAINT "legislator_identifiers_legislator_id_legislators_id_fk" FOREIGN KEY ("legislator_id") REFERENCES "public"."legislators"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "postcode_divisions" ADD CONSTRAINT "postcode_divisions_division_id_divisions_id_fk" FOREIGN KEY ("division_id") REFERENCES "public"."divisions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_division_id_divisions_id_fk" FOREIGN KEY ("division_id") REFERENCES "public"."divisions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "terms" ADD CONSTRAINT "terms_legislator_id_legislators_id_fk" FOREIGN KEY ("legislator_id") REFERENCES "public"."legislators"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "terms" ADD CONSTRAINT "terms_seat_id_seats_id_fk" FOREIGN KEY ("seat_id") REFERENCES "public"."seats"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "divisions_chamber_key_idx" ON "divisions" USING btree ("chamber_key");--> statement-breakpoint
CREATE INDEX "divisions_country_idx" ON "divisions" USING btree ("country") WHERE is_country_wide;--> statement-breakpoint
CREATE INDEX "legislator_identifiers_legislator_id_idx" ON "legislator_identifiers" USING btree ("legislator_id");--> statement-breakpoint
CREATE INDEX "legislator_imports_source_idx" ON "legislator_imports" USING btree ("source","imported_at");--> statement-breakpoint
CREATE UNIQUE INDEX "terms_seat_id_key" ON "terms" USING btree ("seat_id") WHERE ended_on is null;--> statement-breakpoint
CREATE INDEX "terms_legislator_id_idx" ON "terms" USING btree ("legislator_id");--> statement-breakpoint
CREATE INDEX "terms_source_idx" ON "terms" USING btree ("source") WHERE ended_on is null;