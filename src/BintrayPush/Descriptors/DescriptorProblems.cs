using BintrayPush.Messages;
using BintrayPush.Selection;
using static BintrayPush.Messages.ProblemText;

namespace BintrayPush.Descriptors;

/// <summary>Problems of a descriptor, with file, line and column.</summary>
internal static class DescriptorProblems
{
    public static Problem DescriptorUnreadable(string path, Exception cause) => Error(
        "BTP2001", $"The descriptor {path} cannot be read: {Sentence(cause.Message)}", path);

    public static Problem DescriptorTooLarge(string? path, int limit) => Error(
        "BTP2001", $"The descriptor is larger than {limit / 1024} KB. Is it a descriptor?", path);

    public static Problem DescriptorTooLong(SourcePosition position, int limit) => At(
        position, "BTP2001", Severity.Error, $"The values of its variables make the descriptor larger than {limit / 1024} KB.");

    public static Problem NotADescriptorName(string path) => Error(
        "BTP2002", $"{Path.GetFileName(path)} is not the name of a descriptor: it must hold 'bintray-info' and end in '.json'.", path);

    public static Problem NotJson(SourcePosition position, string fault) => At(
        position, "BTP2006", Severity.Error, $"The descriptor is not JSON: {fault}.");

    public static Problem MoreProblems(Problem next, int shown) => new(
        "BTP2006",
        next.Severity,
        $"The descriptor has more problems than these {shown}. Correct them first.",
        next.File,
        next.Line,
        next.Column);

    public static Problem WrongType(SourcePosition position, string name, string expected, string found) => At(
        position, "BTP2007", Severity.Error, $"{name} must be {expected}, and is {found}.");

    public static Problem FieldMissing(SourcePosition position, string name) => At(
        position, "BTP2008", Severity.Error, $"{name} is missing. A descriptor cannot do without it.");

    public static Problem SubjectMissing(SourcePosition position, string name) => At(
        position, "BTP2009", Severity.Error, $"{name} is missing: the user or organisation that owns the repository.");

    public static Problem RepositoryNameMissing(SourcePosition position) => At(
        position, "BTP2010", Severity.Error, "The repository is missing. Write its name into package.repo or repo.name.");

    public static Problem RepositoryNamesDiffer(SourcePosition position, string field, string ofClause, string ofPackage) => At(
        position,
        "BTP2011",
        Severity.Error,
        $"repo.name is '{ofClause}' and package.{field} is '{ofPackage}'. They must name the same repository; one of them is enough.");

    public static Problem RepositoryNameTwice(SourcePosition position, string ofPackage, string ofGuide) => At(
        position,
        "BTP2011",
        Severity.Error,
        $"package.repo is '{ofPackage}' and package.repoName is '{ofGuide}'. They are the same field; one of them is enough.");

    public static Problem NameIllegal(SourcePosition position, string name, string fault) => At(
        position, "BTP2012", Severity.Error, $"{name}: {fault}.");

    public static Problem AttributeInvalid(SourcePosition position, string fault) => At(
        position, "BTP2013", Severity.Error, $"An attribute cannot be used: {fault}.");

    public static Problem NotADate(SourcePosition position, string name) => At(
        position,
        "BTP2014",
        Severity.Error,
        $"{name} is not a date: write ISO 8601, for example 2026-02-03 or 2026-02-03T10:30:00Z, or milliseconds since 1970.");

    public static Problem FieldTwice(SourcePosition position, string name) => At(
        position, "BTP2015", Severity.Error, $"The field '{LogText.Shorten(name)}' is there twice in one object. Take one of them out.");

    public static Problem VariableUnknown(SourcePosition position, string use) => At(
        position,
        "BTP2016",
        Severity.Error,
        $"There is no value for '{LogText.Shorten(use)}'. Add a {Setting.DescriptorVariable} item, or write $${{ if no variable is meant.");

    public static Problem PatternUnusable(SourcePosition position, string field, string text, string fault) => At(
        position, "BTP2017", Severity.Error, $"{field}: the pattern '{LogText.Shorten(text)}' cannot be used: {fault}.");

    public static Problem DoubleStarInName(PathPattern pattern) => At(
        pattern.Position,
        "BTP2018",
        Severity.Warning,
        $"The pattern '{pattern.Text}' has a ** that is not a folder of its own; it acts as *. For all folders below, write **/ before the "
            + "file name.");

    public static Problem FilterEmpty(SourcePosition position) => At(
        position,
        "BTP2019",
        Severity.Warning,
        "applyToProps: this asks for nothing and is passed over. Write { \"key\": [\"value\"] }, or take it out.");

    public static Problem FieldDiffersInCase(SourcePosition position, string name, string meant) => At(
        position,
        "BTP2031",
        Severity.Warning,
        $"The field {LogText.Shorten(name)} has no meaning; '{meant}' has. Fields are compared letter by letter.");

    public static Problem FieldMisspelt(SourcePosition position, string name, string near) => At(
        position, "BTP2043", Severity.Warning, $"The field {LogText.Shorten(name)} has no meaning here. Is '{near}' meant?");

    public static Problem SecretInDescriptor(SourcePosition position, string name) => At(
        position, "BTP2044", Severity.Error, $"The field {LogText.Shorten(name)} looks like a credential, and a descriptor is no place for "
            + "one. Take it out, and set BINTRAY_USER, BINTRAY_API_KEY and BINTRAY_GPG_PASSPHRASE in the environment.");
}
