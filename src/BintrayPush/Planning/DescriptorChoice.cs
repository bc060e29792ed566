using BintrayPush.Artifacts;
using BintrayPush.Descriptors;
using BintrayPush.Messages;

namespace BintrayPush.Planning;

/// <summary>Which descriptor a push obeys.</summary>
/// <param name="Descriptor">The absolute path of the descriptor; <see langword="null"/> for none.</param>
/// <param name="Problem">What is wrong with the choice, if anything; after an error there is no descriptor.</param>
public sealed record DescriptorChoice(string? Descriptor, Problem? Problem)
{
    /// <summary>The one that the project names, or else the only one among the files (semantics reference 4.2, E8, E9).</summary>
    /// <param name="named">The absolute path of the one that the project names, if it does.</param>
    /// <param name="files">The absolute paths of the files of the push; those that are no descriptors do not count.</param>
    /// <param name="mode">A push of files cannot do without a descriptor.</param>
    public static DescriptorChoice Make(string? named, IEnumerable<string> files, PushMode mode)
    {
        var found = files.Where(DescriptorName.IsDescriptor).Distinct(StringComparer.Ordinal).ToList();
        if (named is not null)
        {
            found.Remove(named);
            return !DescriptorName.IsDescriptor(named) ? new(null, DescriptorProblems.NotADescriptorName(named))
                : new(named, found.Count == 0 ? null : PlanProblems.DescriptorsUnused(named, found));
        }

        return found.Count switch
        {
            0 => new(null, mode == PushMode.Files ? PlanProblems.DescriptorNeeded() : null),
            1 => new(found[0], null),
            _ => new(null, PlanProblems.DescriptorsAmbiguous(found)),
        };
    }
}
