-- Divisions (统计用区划代码). `code` is the prefix that names a region: '0' the country, then 2, 4, 6, 9 or 12 digits.
-- `first` and `last` are the 12-digit codes between which every village of its subtree lies.
create table region (
    code       text   primary key collate "C" check (code ~ '^(0|[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$'),
    level      smallint not null check (level between 0 and 5),
    name       text   not null check (name <> ''),
    first      bigint not null,
    last       bigint not null check (last >= first),
    valid_from date   not null default '2023-06-30',
    valid_to   date
);
create index region_name on region (name text_pattern_ops);
create index region_first on region (first, level);

insert into region (code, level, name, first, last) values ('0', 0, '全国', 0, 999999999999);
