namespace BintrayPush.Feed.Queries;

/// <summary>A part of what is searched for; all parts must fit.</summary>
/// <param name="Field">Where it is looked for.</param>
/// <param name="Text">A word, or several words that follow each other.</param>
public sealed record SearchTerm(SearchField Field, string Text);

/// <summary>Where a word is looked for.</summary>
public enum SearchField
{
    /// <summary>In the id, the title, the description, the tags and the authors.</summary>
    Any,

    /// <summary>It is the id, exactly.</summary>
    PackageId,

    /// <summary>In the id.</summary>
    Id,

    /// <summary>In the title.</summary>
    Title,

    /// <summary>In the description.</summary>
    Description,

    /// <summary>Among the tags.</summary>
    Tags,

    /// <summary>Among the authors.</summary>
    Authors,

    /// <summary>It is the owner: the subject of the feed.</summary>
    Owner,

    /// <summary>It is one of the versions.</summary>
    Version,
}
