using BintrayPush.Messages;

namespace BintrayPush.Descriptors;

/// <summary>The problems of a descriptor, up to a limit.</summary>
internal sealed class ProblemList
{
    private const int Most = 100;

    private readonly List<Problem> _problems = [];

    /// <summary>What is wrong, in the order of the file.</summary>
    public IReadOnlyList<Problem> Sorted => [.. _problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];

    /// <summary>Whether a descriptor with these problems cannot be obeyed.</summary>
    public bool HasError { get; private set; }

    public void Add(Problem problem)
    {
        HasError |= problem.Severity == Severity.Error;
        if (_problems.Count < Most)
        {
            _problems.Add(problem);
        }
        else if (_problems.Count == Most)
        {
            _problems.Add(DescriptorProblems.MoreProblems(problem, Most));
        }
    }
}
