// What the journal's forms ask, and how their values become the push API's entries.

import { t } from "./i18n.js";

const pairs = (items, label = (item) => item.name ?? item.id) => items.map((item) => [item.id, label(item)]);
const words = (prefix, values) => values.map((value) => [value, t(`${prefix}_${value}`)]);
const slots = () => Array.from({ length: 10 }, (_, i) => [String(i + 1), String(i + 1)]);

export const FIELDS = {
  student: { options: (c) => pairs(c.students, (s) => [s.name, classOf(c, s.id)?.name ?? s.class].filter(Boolean).join(", ")) },
  audience: { options: (c) => [...c.classes.map(({ id, name }) => [`class:${id}`, name]),
    ...c.groups.map(({ id, name }) => [`group:${id}`, name]), ["school", t("wholeSchool")]] },
  subject: { options: (c) => [["", "—"], ...pairs(c.subjects)] },
  teacher: { options: (c) => [["", "—"], ...pairs(c.staff)] },
  value: { suggestions: ["5", "4", "3", "2", "5-", "4+", "Н/А"] },
  work: {}, weight: { type: "number" }, comment: {}, text: { type: "textarea" }, title: {}, agenda: {}, place: {},
  presence: { options: () => words("presence", ["present", "absent", "late", "left_early", "remote", "school_activity"]) },
  lesson: { options: () => [["", "—"], ...slots()] },
  date: { type: "date" }, due: { type: "date" }, starts_at: { type: "datetime-local" },
  tone: { options: () => words("tone", ["praise", "note", "reprimand"]) },
  change: { options: () => words("change", ["cancelled", "replaced", "moved", "room"]) },
  new_subject: { options: (c) => [["", "—"], ...pairs(c.subjects)] },
  new_teacher: { options: (c) => [["", "—"], ...pairs(c.staff)] },
  new_lesson: { options: () => [["", "—"], ...slots()] }, new_room: {},
};

export const KINDS = {
  grade: ["student", "subject", "teacher", "value", "weight", "work", "comment", "date", "lesson"],
  attendance: ["student", "subject", "teacher", "presence", "lesson", "date", "comment"],
  homework: ["audience", "subject", "teacher", "text", "due"],
  remark: ["student", "subject", "teacher", "tone", "text", "date"],
  announcement: ["audience", "teacher", "title", "text"],
  meeting: ["audience", "teacher", "title", "agenda", "starts_at", "place"],
  timetable_change: ["audience", "change", "date", "lesson", "subject", "teacher", "new_subject", "new_teacher", "new_lesson",
    "new_room", "comment"],
};

/** The field that a correction offers first. */
export const CORRECTABLE = { grade: "value", term_grade: "value", attendance: "presence", homework: "text", remark: "text",
  announcement: "text", meeting: "place", timetable_change: "change", test: "title" };

const iso = (date) => new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
const inDays = (n) => iso(new Date(Date.now() + n * 86_400_000));

export function defaults(choices) {
  const student = choices.students.find((known) => known.linked) ?? choices.students[0];
  const classId = classOf(choices, student?.id)?.id ?? choices.classes[0]?.id;
  const taught = choices.staff.find((person) => person.classes?.includes(classId) && person.subjects?.length);
  const values = { student: student?.id, subject: taught?.subjects[0] ?? choices.subjects[0]?.id, date: inDays(0),
    lesson: String(choices.lesson ?? 2), audience: classId ? `class:${classId}` : "school", due: inDays(1), starts_at: `${inDays(3)}T18:30` };
  return { ...values, teacher: teacherFor(choices, values), ...texts("grade") };
}

/** Fresh words for the kind, so that a remark does not start with yesterday's homework. */
export function texts(kind) {
  const comment = { grade: t("sampleComment5"), timetable_change: t("sampleChange") }[kind] ?? "";
  const text = { homework: t("sampleHomework"), remark: t("sampleRemark"), announcement: t("sampleAnnouncement") }[kind] ?? "";
  const title = { announcement: t("sampleAnnouncementTitle"), meeting: t("sampleMeeting") }[kind] ?? "";
  return { value: "5", weight: "2", work: t("sampleWork5"), comment, text, title, agenda: t("sampleAgenda"), place: t("samplePlace"),
    presence: "absent", tone: "note", change: "room", new_room: "305", new_subject: "", new_teacher: "", new_lesson: "" };
}

export const PRESETS = {
  grade5: () => ["grade", texts("grade")],
  grade2: () => ["grade", { ...texts("grade"), value: "2", weight: "1", work: t("sampleWork2"), comment: t("sampleComment2") }],
  absent: () => ["attendance", { ...texts("attendance"), date: inDays(0) }],
  homework: () => ["homework", texts("homework")],
};

function classOf(choices, studentId) {
  const name = choices.students.find((student) => student.id === studentId)?.class;
  return choices.classes.find((known) => known.id === name || known.name === name);
}

export function teacherFor(choices, { student, subject }) {
  const classId = classOf(choices, student)?.id;
  const teaches = (person) => person.subjects?.includes(subject);
  const both = choices.staff.find((person) => teaches(person) && person.classes?.includes(classId));
  return (both ?? choices.staff.find(teaches) ?? choices.staff[0])?.id ?? "";
}

export function toEntry(kind, values) {
  const entry = { id: `page-${Date.now().toString(36)}`, kind };
  const fresh = {};
  for (const name of KINDS[kind]) {
    const value = values[name];
    if (value === undefined || value === "") continue;
    if (name === "audience") Object.assign(entry, audience(value));
    else if (name.startsWith("new_")) fresh[name.slice(4)] = number(name.slice(4), value);
    else entry[name] = number(name, value);
  }
  if (Object.keys(fresh).length && values.change !== "cancelled") entry.new = fresh;
  return entry;
}

const number = (name, value) => (name === "weight" || name === "lesson" ? Number(value) : value);

function audience(value) {
  if (value === "school") return { school: true };
  const [key, ...id] = value.split(":");
  return { [key]: id.join(":") };
}

/** What a correction would most likely say instead. */
export function proposed(kind, value) {
  if (kind === "grade" || kind === "term_grade") return value === "5" ? "4" : "5";
  if (kind === "attendance") return value === "absent" ? "late" : "absent";
  if (kind === "timetable_change") return value === "room" ? "cancelled" : "room";
  return `${value ?? ""} ${t("corrected")}`.trim();
}

export function labelOf(entry, choices) {
  const named = (items, id) => items.find((item) => item.id === id)?.name;
  const whom = named(choices.students, entry.student) ?? named(choices.classes, entry.class)
    ?? named(choices.groups, entry.group) ?? (entry.school ? t("wholeSchool") : "");
  const content = { presence: "presence", change: "change" }[CORRECTABLE[entry.kind]];
  const value = entry[CORRECTABLE[entry.kind]] ?? "";
  const short = content ? t(`${content}_${value}`) : value;
  return [t(`kind_${entry.kind}`), short, named(choices.subjects, entry.subject), whom].filter(Boolean).join(" · ");
}
